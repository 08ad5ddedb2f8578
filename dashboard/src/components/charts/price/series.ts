import type { Indicator } from "@/lib/preferences/store";
import { faded, type Palette } from "./palette";
import type { Candle } from "./slots";

export type Overlay = Exclude<Indicator, "markers">;

/** One drawn row of figures beside the candles. */
export interface Row {
  readonly id: string;
  readonly overlay: Overlay;
  readonly shape: "line" | "histogram";
  /** Null: not known, and not drawn. */
  value(bar: Candle): number | null;
  colour(palette: Palette, bar?: Candle): string;
  readonly width?: 1 | 2;
  readonly dashed?: boolean;
}

const line = (
  overlay: Overlay,
  id: "ema_20" | "ema_50" | "bb_upper" | "bb_middle" | "bb_lower" | "rsi" | "macd" | "macd_signal",
  colour: (palette: Palette) => string,
  look: Pick<Row, "width" | "dashed"> = {},
): Row => ({ id, overlay, shape: "line", value: (bar) => bar[id] ?? null, colour, ...look });

const sided = (isUp: boolean, palette: Palette) => faded(isUp ? palette.up : palette.down, 0.55);

/** Difference of MACD and its signal; null while either is. */
export function macdHistogram({ macd, macd_signal }: Candle): number | null {
  return macd == null || macd_signal == null ? null : macd - macd_signal;
}

export const ROWS: readonly Row[] = [
  line("bollinger", "bb_upper", ({ muted }) => faded(muted, 0.75)),
  line("bollinger", "bb_middle", ({ muted }) => faded(muted, 0.5), { dashed: true }),
  line("bollinger", "bb_lower", ({ muted }) => faded(muted, 0.75)),
  line("ema", "ema_20", ({ accent }) => accent),
  line("ema", "ema_50", ({ warn }) => warn),
  {
    id: "volume",
    overlay: "volume",
    shape: "histogram",
    value: ({ volume }) => volume,
    colour: (palette, bar) => sided(bar === undefined || bar.close >= bar.open, palette),
  },
  line("rsi", "rsi", ({ accent }) => accent),
  {
    id: "macd_histogram",
    overlay: "macd",
    shape: "histogram",
    value: macdHistogram,
    colour: (palette, bar) => sided(bar === undefined || (macdHistogram(bar) ?? 0) >= 0, palette),
  },
  line("macd", "macd", ({ accent }) => accent),
  line("macd", "macd_signal", ({ warn }) => warn),
];

/** What has a pane of its own, from the top down; the rest is drawn over the candles. */
export const PANES: readonly Overlay[] = ["volume", "rsi", "macd"];
