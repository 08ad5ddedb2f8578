import type { CandlestickData, HistogramData, LineData, UTCTimestamp } from "lightweight-charts";
import type { EpochMs } from "./grid";
import type { Palette } from "./palette";
import type { Row } from "./series";
import type { Slot } from "./slots";

export type CandlePoint = CandlestickData<UTCTimestamp>;
export type RowPoint = LineData<UTCTimestamp> | HistogramData<UTCTimestamp>;

/** Colour of a line's part that leads over missing bars: none. */
const UNDRAWN = "rgba(0, 0, 0, 0)";

/** The library counts in seconds. */
export const seconds = (time: EpochMs) => (time / 1_000) as UTCTimestamp;

export function candleAt({ time, bar }: Slot): CandlePoint | null {
  if (bar === null) return null;
  const { open, high, low, close } = bar;
  return { time: seconds(time), open, high, low, close };
}

/** How a row is drawn at a place. A line ends where bars are missing, and begins again after them. */
export function rowAt(row: Row, palette: Palette, { time, bar }: Slot, next?: Slot): RowPoint | null {
  const value = bar === null ? null : row.value(bar);
  if (bar === null || value === null) return null;
  const point = { time: seconds(time), value };
  if (row.shape === "histogram") return { ...point, color: row.colour(palette, bar) };
  // The colour of a figure is that of the line from it to the next.
  return next?.bar === null ? { ...point, color: UNDRAWN } : point;
}
