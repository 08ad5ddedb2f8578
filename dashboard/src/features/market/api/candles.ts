"use client";

import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type Timeframe } from "@/components/charts/price/grid";
import { trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { BarBody, QuoteBody } from "@/lib/stream/messages";
import { type Book, renewed, unfinished, withBar, withOlder, withQuote } from "./candle-book";
import { keys, SYMBOL } from "./queries";

/** Bars of the first view, and of each page to the left of it. */
const FIRST = 1_000;
const PAGE = 2_000;
/** How often what is unfinished is asked for again, milliseconds after the bar: layer L2 takes its time. */
const RETRIES = [400, 2_500, 6_000] as const;
/** Bars the stream told lately; an answer that was written before them learns of them here. */
const RECENT = 20;

interface Recent {
  readonly bars: readonly BarBody[];
  readonly quote: QuoteBody | null;
}

const recentKey = (symbol: string) => ["market", "recent", symbol] as const;

/** Bars of a time frame: the newest by REST, kept going by the stream. */
export const candlesQuery = (client: QueryClient, symbol: string, timeframe: Timeframe) =>
  queryOptions({
    queryKey: keys.candles(symbol, timeframe),
    queryFn: async ({ signal, queryKey }): Promise<Book> => {
      const answer = await read(symbol, { timeframe, limit: FIRST }, signal);
      return caughtUp(client, symbol, timeframe, renewed(client.getQueryData<Book>(queryKey), answer, FIRST));
    },
    // The stream keeps it; a loss of the stream invalidates it.
    staleTime: Infinity,
    // Deep comparison of thousands of bars at each quote would cost more than drawing it.
    structuralSharing: false,
  });

/** Bars, a way to read older ones, and the renewal of bars that only the stream has told so far. */
export function useCandles(timeframe: Timeframe, symbol = SYMBOL) {
  const client = useQueryClient();
  const query = useQuery(candlesQuery(client, symbol, timeframe));
  const older = useMutation({
    mutationFn: async (before: number) =>
      read(symbol, { timeframe, limit: PAGE, end_date: new Date(before).toISOString() }),
    onSuccess: (answer) =>
      client.setQueryData<Book>(
        keys.candles(symbol, timeframe),
        (book) => book && withOlder(book, answer, PAGE),
      ),
  });
  useUnfinished(query.data, symbol, timeframe);
  const { isPending, mutate } = older;
  const first = query.data?.settled[0]?.time;
  const canLoad = !isPending && query.data?.whole === false && first !== undefined;
  return {
    query,
    loadOlder: () => canLoad && mutate(first),
    isLoadingOlder: isPending,
    olderError: older.error,
  };
}

/** Asks REST for what the stream does not carry of a closed bar: its indicators, and the gaps before it. */
function useUnfinished(book: Book | undefined, symbol: string, timeframe: Timeframe): void {
  const client = useQueryClient();
  const newest = book?.settled.at(-1)?.time;
  const latest = useRef(book);
  useEffect(() => {
    latest.current = book;
  });
  useEffect(() => {
    const timers = RETRIES.map((after) =>
      setTimeout(() => {
        const from = latest.current && unfinished(latest.current);
        if (from === null || from === undefined) return;
        const start_date = new Date(from).toISOString();
        read(symbol, { timeframe, limit: FIRST, start_date }).then(
          (answer) =>
            client.setQueryData<Book>(
              keys.candles(symbol, timeframe),
              (before) => before && { ...renewed(before, answer, FIRST), whole: before.whole },
            ),
          // The next bar tries again; the query itself tells of an outage.
          () => undefined,
        );
      }, after),
    );
    return () => timers.forEach(clearTimeout);
  }, [client, symbol, timeframe, newest]);
}

/** Writes a quote into every time frame that is loaded. */
export function quoteIntoCandles(client: QueryClient, quote: QuoteBody): void {
  const heard = performance.now();
  remember(client, quote.symbol, (recent) => ({ ...recent, quote }));
  each(client, quote.symbol, (book, timeframe) => withQuote(book, quote, timeframe, heard));
}

/** Writes a closed bar into every time frame that is loaded. */
export function barIntoCandles(client: QueryClient, bar: BarBody): void {
  remember(client, bar.symbol, ({ bars, ...recent }) => ({ ...recent, bars: [...bars, bar].slice(-RECENT) }));
  each(client, bar.symbol, (book, timeframe) => withBar(book, bar, timeframe));
}

function each(client: QueryClient, symbol: string, change: (book: Book, timeframe: Timeframe) => Book): void {
  for (const [key] of client.getQueriesData<Book>({ queryKey: keys.allCandles(symbol) }))
    client.setQueryData<Book>(key, (book) => book && change(book, key[3] as Timeframe));
}

function remember(client: QueryClient, symbol: string, change: (recent: Recent) => Recent): void {
  client.setQueryData<Recent>(recentKey(symbol), (recent) => change(recent ?? { bars: [], quote: null }));
}

function caughtUp(client: QueryClient, symbol: string, timeframe: Timeframe, book: Book): Book {
  const recent = client.getQueryData<Recent>(recentKey(symbol));
  const told = (recent?.bars ?? []).reduce((after, bar) => withBar(after, bar, timeframe), book);
  return recent?.quote ? withQuote(told, recent.quote, timeframe, null) : told;
}

interface Asked {
  timeframe: Timeframe;
  limit: number;
  start_date?: string;
  end_date?: string;
}

function read(symbol: string, query: Asked, signal?: AbortSignal) {
  const params = { path: { symbol }, query: { ...query, include_indicators: true } };
  return unwrap(trading.GET("/api/candlesticks/{symbol}", { params, ...(signal && { signal }) }));
}
