import { expect, test } from "vitest";
import { candleAt, rowAt } from "./drawings";
import type { Palette } from "./palette";
import { ROWS } from "./series";
import type { Candle, Slot } from "./slots";

const palette = { accent: "rgb(1, 2, 3)", up: "rgb(0, 9, 0)", down: "rgb(9, 0, 0)" } as Palette;
const candle = (more: Partial<Candle> = {}): Candle => ({
  time: 60_000,
  open: 1,
  high: 3,
  low: 0.5,
  close: 2,
  volume: null,
  state: "final",
  ...more,
});
const slot = (bar: Candle | null): Slot => ({ time: 60_000, bar, reason: bar === null ? "missing" : null });
const row = (id: string) => {
  const found = ROWS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
};

test("a candle is drawn at its second; a missing one is not drawn", () => {
  expect(candleAt(slot(candle()))).toEqual({ time: 60, open: 1, high: 3, low: 0.5, close: 2 });
  expect(candleAt(slot(null))).toBeNull();
});

test("a line has a figure where it is known, and leads nowhere over missing bars", () => {
  const known = slot(candle({ rsi: 40 }));
  expect(rowAt(row("rsi"), palette, known, slot(candle({ rsi: 41 })))).toEqual({ time: 60, value: 40 });
  expect(rowAt(row("rsi"), palette, known)).toEqual({ time: 60, value: 40 });
  expect(rowAt(row("rsi"), palette, known, slot(null))).toMatchObject({
    value: 40,
    color: "rgba(0, 0, 0, 0)",
  });
  expect(rowAt(row("rsi"), palette, slot(candle()))).toBeNull();
  expect(rowAt(row("rsi"), palette, slot(null))).toBeNull();
});

test("a column has the colour of its side, before missing bars too", () => {
  const below = slot(candle({ macd: 1, macd_signal: 2 }));
  expect(rowAt(row("macd_histogram"), palette, below, slot(null))).toEqual({
    time: 60,
    value: -1,
    color: "rgba(9, 0, 0, 0.55)",
  });
});
