"use client";

import { useMemo } from "react";
import type { Timeframe } from "@/components/charts/price/grid";
import { between, type Slot, slotsOf } from "@/components/charts/price/slots";
import type { Book } from "../api/candle-book";

/** Places of the axis of a book; a quote changes only the last one, so the rest is not made again. */
export function usePlaces({ settled, gaps, forming }: Book, timeframe: Timeframe): readonly Slot[] {
  const past = useMemo(() => slotsOf(settled, gaps, timeframe), [settled, gaps, timeframe]);
  return useMemo(
    () => (forming === null ? past : [...past, ...ends(past, forming, timeframe)]),
    [past, forming, timeframe],
  );
}

function ends(past: readonly Slot[], { bar }: NonNullable<Book["forming"]>, timeframe: Timeframe): Slot[] {
  const last = past.at(-1)?.time ?? null;
  const missing = between(last, bar.time, timeframe).map((time): Slot => ({
    time,
    bar: null,
    reason: "not_yet",
  }));
  return [...missing, { time: bar.time, bar, reason: null }];
}
