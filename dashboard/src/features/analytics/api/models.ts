"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import { analytics } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/analytics";

type Schemas = components["schemas"];
export type Alias = Schemas["Alias"];
export type Promotion = Schemas["PromotionRow"];

export const modelKeys = {
  all: ["analytics"] as const,
  models: ["analytics", "models"] as const,
  promotions: ["analytics", "promotions"] as const,
  reports: ["analytics", "reports"] as const,
};

const readModels = (signal: AbortSignal) => unwrap(analytics.GET("/api/analytics/models", { signal }));

/** As the client gives them, which does not know that an interval is a pair. */
export type Models = Awaited<ReturnType<typeof readModels>>;
export type ModelRow = Models["data"][number];

export const modelsQuery = queryOptions({
  queryKey: modelKeys.models,
  queryFn: ({ signal }) => readModels(signal),
  staleTime: 30_000,
});

/** Changes of roles come from other people too: a request that waits must show itself. */
export const promotionsQuery = queryOptions({
  queryKey: modelKeys.promotions,
  queryFn: ({ signal }) => unwrap(analytics.GET("/api/analytics/promotions", { signal })),
  refetchInterval: 30_000,
});

export const reportsQuery = queryOptions({
  queryKey: modelKeys.reports,
  queryFn: ({ signal }) => unwrap(analytics.GET("/api/analytics/reports", { signal })),
  staleTime: 60_000,
});

export const useModels = () => useQuery(modelsQuery);
export const usePromotions = () => useQuery(promotionsQuery);
export const useReports = () => useQuery(reportsQuery);
