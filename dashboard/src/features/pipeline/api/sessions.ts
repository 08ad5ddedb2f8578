"use client";

import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { pipeline } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import { keys } from "./keys";
import { merged } from "./merging";
import type { Layer, SessionRow } from "./types";

/** About half a year of sessions. */
const PAGE = 130;
const NEWEST = 8;

/** Sessions from `until` back (null: from today); pages are read as they are scrolled to. */
export const sessionsQuery = (until: string | null) =>
  infiniteQueryOptions({
    queryKey: keys.sessionsUntil(until),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        pipeline.GET("/api/pipeline/sessions", {
          params: { query: { limit: PAGE, cursor: pageParam, last: until } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    staleTime: 5 * 60_000,
  });

/** The sessions that still change, read often. */
export const newestSessionsQuery = queryOptions({
  queryKey: keys.newestSessions,
  queryFn: ({ signal }) =>
    unwrap(pipeline.GET("/api/pipeline/sessions", { params: { query: { limit: NEWEST } }, signal })),
  refetchInterval: 10_000,
});

/** Sessions of the grid, the newest first. */
export function useSessions(until: string | null) {
  const pages = useInfiniteQuery(sessionsQuery(until));
  const newest = useQuery({ ...newestSessionsQuery, enabled: until === null });
  const { refetch, isFetching } = pages;
  const { rows, hasGap } = useMemo(
    () =>
      merged<SessionRow>(
        until === null ? (newest.data?.data ?? []) : [],
        pages.data?.pages.map(({ data }) => data) ?? null,
        ({ session }) => session,
      ),
    [until, newest.data, pages.data],
  );
  useEffect(() => {
    if (hasGap && !isFetching) void refetch();
  }, [hasGap, isFetching, refetch]);
  return { ...pages, rows, error: pages.error ?? (until === null ? newest.error : null) };
}

/** One session; null where the calendar expects none and no rows are stored. */
export const sessionQuery = (session: string) =>
  queryOptions({
    queryKey: keys.session(session),
    queryFn: async ({ signal }): Promise<SessionRow | null> => {
      const query = { first: session, last: session, limit: 1 };
      const { data } = await unwrap(pipeline.GET("/api/pipeline/sessions", { params: { query }, signal }));
      return data[0] ?? null;
    },
  });

/** What the history from `first` on is worth; null: all of it. */
export const qualityQuery = (first: string | null) =>
  queryOptions({
    queryKey: keys.quality(first),
    queryFn: ({ signal }) =>
      unwrap(pipeline.GET("/api/pipeline/data-quality", { params: { query: { first } }, signal })),
    refetchInterval: 30_000,
  });

/** `first` undefined: not known yet, so nothing is asked. */
export const useQuality = (first: string | null | undefined) =>
  useQuery({ ...qualityQuery(first ?? null), enabled: first !== undefined });

/** Raw rows of a session that no layer uses. */
export const quarantineQuery = (session: string) =>
  infiniteQueryOptions({
    queryKey: keys.quarantine(session),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        pipeline.GET("/api/pipeline/quarantine", {
          params: { query: { first: session, last: session, limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

export const useQuarantine = (session: string) => useInfiniteQuery(quarantineQuery(session));

export const lineageQuery = (layer: Layer, session: string) =>
  queryOptions({
    queryKey: keys.lineage(layer, session),
    queryFn: ({ signal }) =>
      unwrap(pipeline.GET("/api/pipeline/lineage", { params: { query: { layer, session } }, signal })),
  });

export const useLineage = (layer: Layer, session: string) => useQuery(lineageQuery(layer, session));
