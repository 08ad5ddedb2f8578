"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import { analytics } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/analytics";
import { type FigureQuery, useAnalyticsFilter } from "./filter";

type Schemas = components["schemas"];
/** What a service of before may not say yet; it is then as unknown as a null. */
type MayLack<Body, Field extends keyof Body> = Omit<Body, Field> & Partial<Pick<Body, Field>>;

export type TrainingRun = Schemas["TrainingRow"];
export type Trial = Schemas["TrialRow"];
export type Trials = Schemas["Trials"];
export type RiskMetrics = Schemas["RiskMetrics"];
export type RlFigures = Schemas["RlFigures"];
export type RlMetrics = MayLack<Schemas["RlMetrics"], "baselines">;
export type HeatCell = MayLack<Schemas["HeatCell"], "sessions">;
export type HeatMap = Omit<Schemas["HeatMap"], "cells"> & { cells: readonly HeatCell[] };
export type TradeDistribution = MayLack<
  Schemas["TradeDistribution"],
  "winners" | "mean_bps" | "median_bps" | "best_bps" | "worst_bps" | "reasons"
>;
export type DiagnosisCard = MayLack<Schemas["DiagnosisCard"], "figures" | "parts">;
export type Diagnosis = Omit<Schemas["Diagnosis"], "cards"> & { cards: readonly DiagnosisCard[] };

/** What every figure says of itself: of which model, ledger and sessions it is. */
export type About = Pick<
  Schemas["RiskMetrics"],
  "model" | "basis" | "window" | "period_days" | "data_points" | "first_session" | "last_session"
>;

export const researchKeys = {
  runs: ["analytics", "runs"] as const,
  figure: (name: string, query: FigureQuery) => ["analytics", name, query] as const,
};

/** Sessions close once a day, paper fills come during one: a minute is fresh enough. */
const REFRESH = { staleTime: 30_000, refetchInterval: 60_000 };

export const runsQuery = queryOptions({
  queryKey: researchKeys.runs,
  queryFn: async ({ signal }): Promise<readonly TrainingRun[]> =>
    (await unwrap(analytics.GET("/api/analytics/runs", { signal }))).data,
  staleTime: 60_000,
});

/** Looks are at the sessions that judge a model, whatever the ledger and the window. */
export const trialsQuery = (model: string | null) =>
  queryOptions({
    queryKey: ["analytics", "trials", model] as const,
    queryFn: ({ signal }): Promise<Trials> =>
      unwrap(
        analytics.GET("/api/analytics/trials", {
          params: { query: model === null ? {} : { model } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });

export const heatMapQuery = (query: FigureQuery) =>
  queryOptions({
    queryKey: researchKeys.figure("heatmap", query),
    queryFn: ({ signal }): Promise<HeatMap> =>
      unwrap(analytics.GET("/api/analytics/heatmap", { params: { query }, signal })),
    ...REFRESH,
  });

export const tradeDistributionQuery = (query: FigureQuery) =>
  queryOptions({
    queryKey: researchKeys.figure("trade-distribution", query),
    queryFn: ({ signal }): Promise<TradeDistribution> =>
      unwrap(analytics.GET("/api/analytics/trade-distribution", { params: { query }, signal })),
    ...REFRESH,
  });

export const rlMetricsQuery = (query: FigureQuery) =>
  queryOptions({
    queryKey: researchKeys.figure("rl-metrics", query),
    queryFn: ({ signal }): Promise<RlMetrics> =>
      unwrap(analytics.GET("/api/analytics/rl-metrics", { params: { query }, signal })),
    ...REFRESH,
  });

export const riskMetricsQuery = (query: FigureQuery) =>
  queryOptions({
    queryKey: researchKeys.figure("risk-metrics", query),
    queryFn: ({ signal }): Promise<RiskMetrics> =>
      unwrap(analytics.GET("/api/analytics/risk-metrics", { params: { query }, signal })),
    ...REFRESH,
  });

export const diagnosisQuery = (query: FigureQuery) =>
  queryOptions({
    queryKey: researchKeys.figure("diagnosis", query),
    queryFn: ({ signal }): Promise<Diagnosis> =>
      unwrap(analytics.GET("/api/analytics/diagnosis", { params: { query }, signal })),
    ...REFRESH,
  });

const useFilterQuery = (): FigureQuery => useAnalyticsFilter().query;

export const useRuns = () => useQuery(runsQuery);
export const useTrials = () => useQuery(trialsQuery(useAnalyticsFilter().filter.model));
export const useHeatMap = () => useQuery(heatMapQuery(useFilterQuery()));
export const useTradeDistribution = () => useQuery(tradeDistributionQuery(useFilterQuery()));
export const useRlMetrics = () => useQuery(rlMetricsQuery(useFilterQuery()));
export const useRiskMetrics = () => useQuery(riskMetricsQuery(useFilterQuery()));
export const useDiagnosis = () => useQuery(diagnosisQuery(useFilterQuery()));
