"use client";

import { queryOptions, useMutation, useQueries, useQuery } from "@tanstack/react-query";
import { orchestrator, pipeline, trading } from "@/lib/api/clients";
import { problemFrom, ProblemError, unwrap } from "@/lib/api/problem";
import { parseMetrics, type Sample } from "./prometheus";
import { type Gathered, SERVICES, type ServiceName } from "./services";

const OFTEN_MS = 10_000;
const SELDOM_MS = 15_000;
const SYMBOL = "USDCOP";

export const keys = {
  all: ["diagnostics"] as const,
  health: ["diagnostics", "health"] as const,
  feed: ["diagnostics", "feed"] as const,
  market: ["diagnostics", "market"] as const,
  trading: ["diagnostics", "trading-state"] as const,
  layers: ["diagnostics", "layers"] as const,
  waiting: ["diagnostics", "waiting"] as const,
  incidents: ["diagnostics", "incidents"] as const,
  metrics: (service: ServiceName) => ["diagnostics", "metrics", service] as const,
};

/** Every service's `/health`, gathered by this dashboard's own server; an answer of 503 tells who is down. */
export const healthQuery = queryOptions({
  queryKey: keys.health,
  queryFn: async ({ signal }): Promise<Gathered> => {
    const answer = await asked("/api/health", signal);
    const body: unknown = await answer.json().catch(() => null);
    if (typeof body === "object" && body !== null && "services" in body) return body as Gathered;
    throw problemFrom(answer.status, body);
  },
  refetchInterval: OFTEN_MS,
});

export const feedQuery = queryOptions({
  queryKey: keys.feed,
  queryFn: ({ signal }) => unwrap(orchestrator.GET("/status", { signal })),
  refetchInterval: OFTEN_MS,
});

export const waitingQuery = queryOptions({
  queryKey: keys.waiting,
  queryFn: ({ signal }) => unwrap(orchestrator.GET("/api/pipeline-dependency", { signal })),
  refetchInterval: SELDOM_MS,
});

export const marketQuery = queryOptions({
  queryKey: keys.market,
  queryFn: ({ signal }) =>
    unwrap(trading.GET("/api/market/health", { params: { query: { symbol: SYMBOL } }, signal })),
  refetchInterval: OFTEN_MS,
});

export const tradingQuery = queryOptions({
  queryKey: keys.trading,
  queryFn: ({ signal }) => unwrap(trading.GET("/api/trading/state", { signal })),
  refetchInterval: OFTEN_MS,
});

export const layersQuery = queryOptions({
  queryKey: keys.layers,
  queryFn: ({ signal }) => unwrap(pipeline.GET("/api/pipeline/health", { signal })),
  refetchInterval: SELDOM_MS,
});

export const incidentsQuery = queryOptions({
  queryKey: keys.incidents,
  queryFn: ({ signal }) =>
    unwrap(orchestrator.GET("/api/errors", { params: { query: { limit: 20 } }, signal })),
  refetchInterval: SELDOM_MS,
});

/** Figures of one process, as it gives them to Prometheus. */
export const metricsQuery = (service: ServiceName) =>
  queryOptions({
    queryKey: keys.metrics(service),
    queryFn: async ({ signal }): Promise<Sample[]> => {
      const answer = await asked(`/backend/${service}/metrics`, signal);
      if (answer.ok) return parseMetrics(await answer.text());
      throw problemFrom(answer.status, await answer.json().catch(() => null));
    },
    refetchInterval: SELDOM_MS,
  });

export const useHealth = () => useQuery(healthQuery);
export const useFeedState = () => useQuery(feedQuery);
export const useWaiting = () => useQuery(waitingQuery);
export const useMarketHealth = () => useQuery(marketQuery);
export const useTradingState = () => useQuery(tradingQuery);
export const useLayers = () => useQuery(layersQuery);
export const useIncidents = () => useQuery(incidentsQuery);
export const useMetrics = (service: ServiceName) => useQuery(metricsQuery(service));
export const useAllMetrics = () => useQueries({ queries: SERVICES.map((service) => metricsQuery(service)) });

/** Has the doctor look at everything now; takes the role operator. */
export function useDoctor() {
  return useMutation({ mutationFn: () => unwrap(orchestrator.GET("/api/doctor")) });
}

/** What no generated client knows: this server's own answers, and metrics, which are plain text. */
async function asked(path: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, { signal });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError(0, "UNREACHABLE", "The dashboard's server does not answer.", null);
  }
}
