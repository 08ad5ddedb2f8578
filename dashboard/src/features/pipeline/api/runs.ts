"use client";

import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { pipeline } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import { keys } from "./keys";
import { merged } from "./merging";
import { usePart } from "./overview";
import type { Run } from "./types";

const PAGE = 400;

/** Runs of all layers, the newest first; what ends or begins since comes with the overview. */
export const runsQuery = infiniteQueryOptions({
  queryKey: keys.runs,
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      pipeline.GET("/api/pipeline/runs", { params: { query: { limit: PAGE, cursor: pageParam } }, signal }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }) => next_cursor,
  staleTime: Infinity,
});

/** The pages read so far under the newest runs, which are told every few seconds. */
export function useRuns() {
  const newest = usePart("runs").data;
  const pages = useInfiniteQuery(runsQuery);
  const { refetch, isFetching } = pages;
  const { rows, hasGap } = useMemo(
    () => merged<Run>(newest?.data ?? [], pages.data?.pages.map(({ data }) => data) ?? null, ({ id }) => id),
    [newest, pages.data],
  );
  // The tab slept, and more runs passed than the overview tells.
  useEffect(() => {
    if (hasGap && !isFetching) void refetch();
  }, [hasGap, isFetching, refetch]);
  return { ...pages, rows };
}
