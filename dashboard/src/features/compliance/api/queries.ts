"use client";

import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { compliance, trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/compliance";
import { filledTrades } from "./entries";
import { queryOf, type TrailFilter } from "./filters";

const PAGE = 50;
const NEVER_CHANGES_MS = 300_000;

export const keys = {
  trail: ["compliance", "trail"] as const,
  filtered: (filter: TrailFilter) => ["compliance", "trail", filter] as const,
  head: ["compliance", "trail", "head"] as const,
  stateAt: (at: string) => ["compliance", "trail", "state", at] as const,
  trade: (id: string) => ["compliance", "trade", id] as const,
  fills: ["compliance", "fills"] as const,
  regulations: ["compliance", "regulations"] as const,
  reports: ["compliance", "reports"] as const,
};

/** Rows of the trail, the newest first, page after page. */
export const trailQuery = (filter: TrailFilter) =>
  infiniteQueryOptions({
    queryKey: keys.filtered(filter),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        compliance.GET("/api/compliance/audit-trail", {
          params: {
            query: { limit: PAGE, ...queryOf(filter), ...(pageParam !== null && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** The newest row; null where the trail is empty. */
export const headQuery = queryOptions({
  queryKey: keys.head,
  queryFn: async ({ signal }) => {
    const query = { limit: 1 };
    const page = await unwrap(compliance.GET("/api/compliance/audit-trail", { params: { query }, signal }));
    return page.data[0] ?? null;
  },
});

/** The last change of the trading state up to market time `at`: under it an order of then was judged. */
export const stateAtQuery = (at: string) =>
  queryOptions({
    queryKey: keys.stateAt(at),
    queryFn: async ({ signal }) => {
      // `until` is not included, and times are kept to the microsecond.
      const until = new Date(Date.parse(at) + 1).toISOString();
      const query = { action: "trading_state.changed", until, limit: 1 };
      const page = await unwrap(compliance.GET("/api/compliance/audit-trail", { params: { query }, signal }));
      return page.data[0] ?? null;
    },
    staleTime: NEVER_CHANGES_MS,
  });

export const tradeQuery = (id: string) =>
  queryOptions({
    queryKey: keys.trade(id),
    queryFn: ({ signal }) =>
      unwrap(
        compliance.GET("/api/compliance/trades/{trade_id}", { params: { path: { trade_id: id } }, signal }),
      ),
    retry: false,
  });

/** The newest fills of all accounts, each with the trade it belongs to. */
export const fillsQuery = queryOptions({
  queryKey: keys.fills,
  queryFn: async ({ signal }) => {
    const fills = await unwrap(
      trading.GET("/api/trading/fills", { params: { query: { limit: 200 } }, signal }),
    );
    const positions = await unwrap(trading.GET("/api/trading/positions", { signal }));
    return filledTrades(fills.data, positions.data);
  },
  refetchInterval: 15_000,
});

export const regulationsQuery = queryOptions({
  queryKey: keys.regulations,
  queryFn: ({ signal }) => unwrap(compliance.GET("/api/compliance/regulations", { signal })),
  refetchInterval: 60_000,
});

export const reportsQuery = infiniteQueryOptions({
  queryKey: keys.reports,
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      compliance.GET("/api/compliance/reports", {
        params: { query: { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

export const useTrail = (filter: TrailFilter) => useInfiniteQuery(trailQuery(filter));
export const useHead = () => useQuery(headQuery);
export const useStateAt = (at: string) => useQuery(stateAtQuery(at));
export const useTrade = (id: string) => useQuery(tradeQuery(id));
export const useFills = () => useQuery(fillsQuery);
export const useRegulations = () => useQuery(regulationsQuery);
export const useReports = () => useInfiniteQuery(reportsQuery);

/** Walks the whole chain now. */
export function useVerify() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(compliance.GET("/api/compliance/verify")),
    onSettled: () => client.invalidateQueries({ queryKey: keys.head }),
  });
}

export function useMakeReport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: components["schemas"]["ReportBody"]) =>
      unwrap(compliance.POST("/api/compliance/report", { body })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.reports }),
        client.invalidateQueries({ queryKey: keys.trail }),
      ]),
  });
}

/** A report's PDF, checked by the service against its digest. */
export const pdfOf = (id: string): Promise<Blob> =>
  unwrap(
    compliance.GET("/api/compliance/report/{report_id}", {
      params: { path: { report_id: id }, query: { format: "pdf" } },
      parseAs: "blob",
    }),
  );

/** Where the browser fetches a report as a file. */
export const fileOf = (id: string, format: "json" | "pdf"): string =>
  `/backend/compliance/api/compliance/report/${encodeURIComponent(id)}?format=${format}`;
