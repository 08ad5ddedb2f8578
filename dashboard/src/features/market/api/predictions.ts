"use client";

import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { PredictionBody } from "@/lib/stream/messages";
import { mergedOpinions, type Opinion, opinionFrom, opinionsOf } from "./opinions";
import { keys, SYMBOL } from "./queries";

const NEWEST = 600;
/** A session has 60 bars, and few bundles are deployed at once. */
const OF_A_SESSION = 5_000;

/** What the deployed bundles said lately, newest first; the stream adds to it. */
export const predictionsQuery = (client: QueryClient, symbol: string) =>
  queryOptions({
    queryKey: keys.predictions(symbol),
    queryFn: async ({ signal, queryKey }): Promise<Opinion[]> => {
      const params = { path: { symbol }, query: { limit: NEWEST } };
      const page = await unwrap(trading.GET("/api/predictions/{symbol}", { params, signal }));
      return mergedOpinions(client.getQueryData<Opinion[]>(queryKey) ?? [], opinionsOf(page.data));
    },
    staleTime: Infinity,
    structuralSharing: false,
  });

export const usePredictions = (symbol = SYMBOL) => useQuery(predictionsQuery(useQueryClient(), symbol));

/** All opinions on one past session, newest first. */
export const sessionPredictionsQuery = (symbol: string, session: string) =>
  queryOptions({
    queryKey: [...keys.predictions(symbol), session] as const,
    queryFn: async ({ signal }): Promise<Opinion[]> => {
      const params = { path: { symbol }, query: { session, limit: OF_A_SESSION } };
      const page = await unwrap(trading.GET("/api/predictions/{symbol}", { params, signal }));
      return opinionsOf(page.data).filter((opinion) => opinion.session === session);
    },
    staleTime: 60_000,
  });

/** Adds what a bundle just said, where opinions are loaded at all. */
export function predictionIntoCache(client: QueryClient, prediction: PredictionBody): void {
  client.setQueryData<Opinion[]>(keys.predictions(prediction.symbol), (opinions) => {
    if (opinions === undefined) return undefined;
    return mergedOpinions(opinions, [opinionFrom(prediction, opinions[0]?.data_kind ?? "")]);
  });
}
