"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import { trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import { sessionOf } from "@/lib/format/times";
import { useLatest } from "./feed";
import { SYMBOL } from "./queries";

/** The newest session as one bar: its opening is what the day's change counts from. */
const dayQuery = (symbol: string, session: string | null) =>
  queryOptions({
    queryKey: ["market", "day", symbol, session] as const,
    queryFn: async ({ signal }) => {
      const query = { timeframe: "1d", limit: 1, include_indicators: false } as const;
      const path = { symbol };
      const answer = await unwrap(
        trading.GET("/api/candlesticks/{symbol}", { params: { path, query }, signal }),
      );
      const bar = answer.data.at(-1);
      return bar !== undefined && sessionOf(bar.time) === session ? { open: bar.open } : { open: null };
    },
    enabled: session !== null,
    // The opening does not change any more, once there is one.
    refetchInterval: ({ state }) => (state.data?.open === null ? 5_000 : 300_000),
  });

export interface SessionChange {
  /** Pesos per dollar since the session's first bar; null where there is none yet. */
  readonly change: number | null;
  /** The same as a fraction of its opening. */
  readonly fraction: number | null;
}

/** How far `price` is from where the session opened. */
export function changeSince(
  open: number | null | undefined,
  price: number | null | undefined,
): SessionChange {
  if (open === null || open === undefined || price === null || price === undefined)
    return { change: null, fraction: null };
  return { change: price - open, fraction: (price - open) / open };
}

/** The price's change since the first bar of its session. */
export function useSessionChange(symbol = SYMBOL): SessionChange {
  const { data: latest } = useLatest(symbol);
  const session = latest === undefined ? null : sessionOf(latest.timestamp);
  const { data: day } = useQuery(dayQuery(symbol, session));
  return changeSince(day?.open, latest?.price);
}
