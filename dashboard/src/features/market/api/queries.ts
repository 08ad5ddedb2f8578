import { queryOptions } from "@tanstack/react-query";
import { trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/trading";
import type { StatusBody } from "@/lib/stream/messages";

export type Latest = components["schemas"]["Latest"];

/** The symbol of this system; others would come with a choice in the header. */
export const SYMBOL = "USDCOP";

export const keys = {
  latest: (symbol: string) => ["market", "latest", symbol] as const,
  status: (symbol: string) => ["market", "status", symbol] as const,
  allCandles: (symbol: string) => ["market", "candles", symbol] as const,
  candles: (symbol: string, timeframe: string) => ["market", "candles", symbol, timeframe] as const,
  predictions: (symbol: string) => ["market", "predictions", symbol] as const,
};

/** The newest price; kept fresh by the stream, read again now and then for its age and state. */
export const latestQuery = (symbol: string) =>
  queryOptions({
    queryKey: keys.latest(symbol),
    queryFn: ({ signal }) =>
      unwrap(trading.GET("/api/latest/{symbol}", { params: { path: { symbol } }, signal })),
    refetchInterval: 15_000,
  });

/** What the feed last said of itself; only the stream tells it, so it is never asked for. */
export const statusQuery = (symbol: string) =>
  queryOptions<StatusBody["data"] | null>({
    queryKey: keys.status(symbol),
    queryFn: () => null,
    staleTime: Infinity,
    gcTime: Infinity,
  });
