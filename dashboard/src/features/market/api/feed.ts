"use client";

import { notifyManager, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type {
  BarBody,
  DataKind,
  PredictionBody,
  QuoteBody,
  Snapshot,
  StatusBody,
} from "@/lib/stream/messages";
import { useStream } from "@/lib/stream/provider";
import { barIntoCandles, quoteIntoCandles } from "./candles";
import { predictionIntoCache } from "./predictions";
import { keys, type Latest, latestQuery, statusQuery, SYMBOL } from "./queries";

/** Writes what the stream says of the market into the cache. Used once, in the frame of all pages. */
export function useMarketFeed(symbol = SYMBOL): void {
  const client = useQueryClient();
  const handlers = useMemo(
    () => ({
      event: {
        // All that a message changes is told at once, and the page is drawn once.
        market_data: (quote: QuoteBody) => notifyManager.batch(() => quoted(client, quote)),
        bar: (bar: BarBody) => notifyManager.batch(() => barIntoCandles(client, bar)),
        prediction: (prediction: PredictionBody) => predictionIntoCache(client, prediction),
        system_status: (status: StatusBody) => client.setQueryData(keys.status(status.symbol), status.data),
      },
      snapshot: ({ data }: Snapshot) => {
        if (data.market_data) {
          quoted(client, data.market_data);
          // A snapshot's quote may be of hours ago and was live then: the service knows what it is now.
          void client.invalidateQueries({ queryKey: keys.latest(data.market_data.symbol) });
        }
        if (data.bar) barIntoCandles(client, data.bar);
        if (data.prediction) predictionIntoCache(client, data.prediction);
        if (data.system_status)
          client.setQueryData(keys.status(data.system_status.symbol), data.system_status.data);
      },
      anew: () =>
        void client.invalidateQueries({
          queryKey: ["market"],
          predicate: ({ queryKey }) => queryKey[1] !== "status",
        }),
    }),
    [client],
  );
  useStream([{ kind: "symbols", name: symbol }], handlers);
}

function quoted(client: QueryClient, quote: QuoteBody): void {
  const { symbol, timestamp, data, metadata } = quote;
  quoteIntoCandles(client, quote);
  client.setQueryData<Latest>(keys.latest(symbol), (before) => {
    // What REST said of a later moment, the market's close say, outweighs an older quote.
    if (before !== undefined && Date.parse(before.timestamp) > Date.parse(timestamp)) return before;
    return {
      symbol,
      seq: null,
      ...before,
      ...data,
      timestamp,
      source: metadata.source,
      state: metadata.data_quality === "doubtful" ? "live" : metadata.data_quality,
      age_seconds: 0,
    };
  });
}

export const useLatest = (symbol = SYMBOL) => useQuery(latestQuery(symbol));

/** State of the feed and of trading, as the stream last told; null before it has. */
export const useFeedStatus = (symbol = SYMBOL): StatusBody["data"] | null =>
  useQuery(statusQuery(symbol)).data ?? null;

/** Whether prices are real, replayed or made up; null while not known. */
export const useDataKind = (): DataKind | null => useFeedStatus()?.data_kind ?? null;
