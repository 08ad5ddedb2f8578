"use client";

import type { DataKind } from "@/lib/stream/messages";
import { marketTime, useClock, useServedKind, useWall } from "./clock";
import { useDataKind, useLatest } from "./feed";

export interface MarketClock {
  /** Time of the market, milliseconds since 1970; null while nobody has said it. */
  readonly now: number | null;
  readonly open: boolean | null;
  /** Market seconds until the session closes or the next one opens; null while not known, 0 where it is due. */
  readonly seconds: number | null;
}

/** The market's own clock, never behind its newest quote. */
export function useMarketClock(): MarketClock {
  const clock = useClock();
  const wall = useWall();
  const { data: latest } = useLatest();
  if (clock === undefined) return { now: null, open: null, seconds: null };
  const { is_open, next_event } = clock.health.market_status;
  const quoted = latest === undefined ? 0 : Date.parse(latest.timestamp);
  const now = Math.max(marketTime(clock, wall), quoted);
  return { now, open: is_open, seconds: Math.max(0, (Date.parse(next_event) - now) / 1_000) };
}

/** Whether prices are real, replayed or made up: by the stream, else by the trading service; null while neither said so. */
export function useKind(): DataKind | null {
  const told = useDataKind();
  const served = useServedKind();
  return told ?? served;
}

/** A kind that is known here; null of anything else. */
export function asKind(text: string | undefined): DataKind | null {
  return text === "real" || text === "replay" || text === "synthetic" ? text : null;
}
