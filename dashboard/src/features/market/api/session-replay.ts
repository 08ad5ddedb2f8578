"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import { trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import { sessionOf } from "@/lib/format/times";
import { type Book, bookOf } from "./candle-book";
import { useFills } from "./fills";
import { sessionPredictionsQuery } from "./predictions";
import { SYMBOL } from "./queries";
import type { Recording } from "./replay";

const SESSIONS = 260;
/** Days before a session that are loaded as context: over a weekend and a holiday. */
const CONTEXT_DAYS = 5;
const DAY = 86_400_000;

/** Sessions that have bars, the newest first. */
const sessionsQuery = (symbol: string) =>
  queryOptions({
    queryKey: ["market", "sessions", symbol] as const,
    queryFn: async ({ signal }): Promise<string[]> => {
      const query = { timeframe: "1d", limit: SESSIONS, include_indicators: false } as const;
      const params = { path: { symbol }, query };
      const { data } = await unwrap(trading.GET("/api/candlesticks/{symbol}", { params, signal }));
      return data.map(({ time }) => sessionOf(time)).toReversed();
    },
    staleTime: 60_000,
  });

const sessionCandlesQuery = (symbol: string, session: string) =>
  queryOptions({
    queryKey: ["market", "session-candles", symbol, session] as const,
    queryFn: async ({ signal }): Promise<Book> => {
      const start = new Date(Date.parse(session) - CONTEXT_DAYS * DAY).toISOString().slice(0, 10);
      const query = { timeframe: "5m", limit: 1_000, start_date: start, end_date: session } as const;
      const params = { path: { symbol }, query };
      return bookOf(await unwrap(trading.GET("/api/candlesticks/{symbol}", { params, signal })), 1_000);
    },
    staleTime: 60_000,
    structuralSharing: false,
  });

export const useSessions = (symbol = SYMBOL) => useQuery(sessionsQuery(symbol));

/** All that is known of a session and of an account in it. Fills are null where nobody is signed in. */
export function useRecording(session: string, account: string, symbol = SYMBOL) {
  const candles = useQuery(sessionCandlesQuery(symbol, session));
  const opinions = useQuery(sessionPredictionsQuery(symbol, session));
  const fills = useFills(account);
  const recording: Recording | undefined = candles.data && {
    session,
    book: candles.data,
    opinions: opinions.data ?? [],
    fills: fills.data ?? [],
  };
  return {
    candles,
    recording,
    error: opinions.error ?? fills.error,
    knowsFills: fills.data !== undefined,
    knowsOpinions: opinions.data !== undefined,
  };
}
