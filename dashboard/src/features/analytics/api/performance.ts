"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import { analytics } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/analytics";
import { type FigureQuery, useAnalyticsFilter } from "./filter";

type Schemas = components["schemas"];
/** What a service of before may not say yet; it is then as unknown as a null. */
type MayLack<Body, Field extends keyof Body> = Omit<Body, Field> & Partial<Pick<Body, Field>>;

export type Gate = Schemas["Gate"];
export type Rival = Schemas["RivalRow"];
export type Gates = MayLack<Schemas["ProductionGates"], "rivals">;
export type Kpis = Schemas["PerformanceKpis"];
export type Equity = Schemas["Equity"];
export type SessionPnl = Schemas["SessionPnl"];

export const performanceKeys = {
  gates: (model: string | null) => ["analytics", "gates", model] as const,
  kpis: (query: FigureQuery) => ["analytics", "kpis", query] as const,
  equity: (query: FigureQuery) => ["analytics", "equity", query] as const,
  session: (query: FigureQuery, day: string | null) => ["analytics", "session-pnl", query, day] as const,
};

/** A session closes once a day; a paper account moves during one. */
const REFRESH = { staleTime: 30_000, refetchInterval: 60_000 };

/** The gates judge the test part of a model; ledger and period mean nothing to them. */
export const gatesQuery = (model: string | null) =>
  queryOptions({
    queryKey: performanceKeys.gates(model),
    queryFn: ({ signal }): Promise<Gates> =>
      unwrap(
        analytics.GET("/api/analytics/production-gates", {
          params: { query: model === null ? {} : { model } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });

export const kpisQuery = (query: FigureQuery) =>
  queryOptions({
    queryKey: performanceKeys.kpis(query),
    queryFn: ({ signal }) =>
      unwrap(analytics.GET("/api/analytics/performance-kpis", { params: { query }, signal })),
    ...REFRESH,
  });

export const equityQuery = (query: FigureQuery) =>
  queryOptions({
    queryKey: performanceKeys.equity(query),
    queryFn: ({ signal }) => unwrap(analytics.GET("/api/analytics/equity", { params: { query }, signal })),
    ...REFRESH,
  });

export const sessionPnlQuery = (query: FigureQuery, day: string | null) =>
  queryOptions({
    queryKey: performanceKeys.session(query, day),
    queryFn: ({ signal }) =>
      unwrap(
        analytics.GET("/api/analytics/session-pnl", {
          params: { query: { ...query, ...(day !== null && { session_date: day }) } },
          signal,
        }),
      ),
    ...REFRESH,
  });

/** Gates of a model, or of the one the filter is about. */
export function useGates(model?: string) {
  const { filter } = useAnalyticsFilter();
  return useQuery(gatesQuery(model ?? filter.model));
}
export const useKpis = () => useQuery(kpisQuery(useAnalyticsFilter().query));
export const useEquity = () => useQuery(equityQuery(useAnalyticsFilter().query));

/** P&L of one session; null asks for the newest. */
export const useSessionPnl = (day: string | null) =>
  useQuery(sessionPnlQuery(useAnalyticsFilter().query, day));
