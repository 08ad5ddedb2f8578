"use client";

import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { SYMBOL } from "@/features/market/api/queries";
import { useFeedStatus } from "@/features/market/api/feed";
import { sessionQuery } from "@/features/session/api/session";
import type { QuoteBody } from "@/lib/stream/messages";
import { useLink, useStream } from "@/lib/stream/provider";
import { useFeedState, useHealth, useMarketHealth, useTradingState } from "./queries";
import { reports } from "./services";
import type { Facts } from "./verdict";

type Quality = Facts["quality"];

/** The stream's newest word on the quality of quotes; never asked for by REST. */
const qualityQuery = queryOptions<Quality>({
  queryKey: ["diagnostics", "quality"],
  queryFn: () => null,
  staleTime: Infinity,
});

/** Everything "can I trade now?" is judged by. An answer that could not be renewed counts as not known. */
export function useFacts(): { facts: Facts; isPending: boolean; asOf: number } {
  const [viewer, health, feed, market, trading] = [
    useQuery(sessionQuery),
    useHealth(),
    useFeedState(),
    useMarketHealth(),
    useTradingState(),
  ];
  const told = useFeedStatus()?.trading_state ?? null;
  const quality = useQuality();
  const link = useLink();
  const answers = [viewer, health, feed, market, trading];
  const state = fresh(trading);
  return {
    facts: {
      viewer: viewer.isError ? undefined : viewer.data,
      services: health.data === undefined || health.isError ? null : reports(health.data),
      market: fresh(market),
      feed: fresh(feed),
      quality: link.state === "live" ? quality : null,
      // The stream is quicker to tell of a halt than the next look by REST.
      trading: state !== null && told !== null && told.version > state.version ? told : state,
      link: link.state,
    },
    isPending: answers.some(({ isPending }) => isPending) || link.state === "connecting",
    asOf: Math.min(...answers.map(({ dataUpdatedAt }) => dataUpdatedAt || Infinity)),
  };
}

function fresh<Data>(query: { data: Data | undefined; isError: boolean }): Data | null {
  return query.isError ? null : (query.data ?? null);
}

function useQuality(): Quality {
  const client = useQueryClient();
  const handlers = useMemo(() => {
    const quoted = ({ metadata }: QuoteBody) =>
      void client.setQueryData(qualityQuery.queryKey, metadata.data_quality);
    return {
      event: { market_data: quoted },
      snapshot: ({ data }: { data: { market_data?: QuoteBody } }) => {
        if (data.market_data) quoted(data.market_data);
      },
    };
  }, [client]);
  useStream([{ kind: "symbols", name: SYMBOL }], handlers);
  return useQuery(qualityQuery).data ?? null;
}
