"use client";

import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { pipeline } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import { keys } from "./keys";

const PAGE = 20;

/** Files that were imported, newest first, page by page; others import too, so it is read again now and then. */
const importsQuery = infiniteQueryOptions({
  queryKey: keys.imports,
  queryFn: ({ signal, pageParam }) => {
    const query = { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) };
    return unwrap(pipeline.GET("/api/pipeline/imports", { params: { query }, signal }));
  },
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }) => next_cursor,
  refetchInterval: 60_000,
});

export const useImports = () => useInfiniteQuery(importsQuery);
