import { expect, test } from "vitest";
import type { Candle } from "./candle-book";
import { type Fill, withFill } from "./fills";
import { barsOf, momentAt, type Recording, standingAt, tradesIn } from "./replay";

const at = (text: string) => Date.parse(`2025-06-${text}Z`);
const candle = (text: string, close: number): Candle => ({
  time: at(text),
  open: close,
  high: close,
  low: close,
  close,
  volume: null,
  state: "final",
});
const fill = (id: number, text: string, slot: number, quantity_usd: number, price: number): Fill => ({
  id,
  order_id: "o",
  n: 1,
  account: "main",
  symbol: "USDCOP",
  session: "2025-06-18",
  slot,
  quantity_usd,
  price,
  cost_cop: 10,
  spread_cop: 8,
  slippage_cop: 2,
  total_cost_cop: 10,
  forced: false,
  at: `2025-06-${text}:00Z`,
  recorded_at: `2025-06-${text}:00Z`,
  bars_changed: null,
});

const recording: Recording = {
  session: "2025-06-18",
  book: {
    settled: [
      candle("17T17:55", 4_000),
      candle("18T13:00", 4_010),
      candle("18T13:05", 4_020),
      candle("18T13:10", 4_000),
    ],
    forming: null,
    whole: true,
    gaps: [{ start: "2025-06-18T13:15:00Z", end: "2025-06-18T13:20:00Z", bars: 1, reason: "missing" }],
  },
  opinions: [],
  fills: [fill(1, "18T13:10", 1, 100, 4_020), fill(2, "18T13:15", 2, -100, 4_000)],
};

test("a session has its own bars; the days before are context", () => {
  expect(barsOf(recording).map(({ close }) => close)).toEqual([4_010, 4_020, 4_000]);
  expect(tradesIn(recording)).toEqual([1, 2]);
});

test("nothing of a later bar is there: no bar, no fill, no gap", () => {
  const moment = momentAt(recording, 1);
  expect(moment?.book.settled.at(-1)?.time).toBe(at("18T13:05"));
  expect(moment?.fills.map(({ id }) => id)).toEqual([1]);
  expect(moment?.book.gaps).toEqual([]);
  expect(momentAt(recording, 3)).toBeNull();
});

test("position and P&L follow the fills, net of costs", () => {
  expect(momentAt(recording, 0)?.standing).toEqual({ position: 0, pnl: 0 });
  expect(momentAt(recording, 1)?.standing).toEqual({ position: 100, pnl: -10 });
  expect(momentAt(recording, 2)?.standing).toEqual({ position: 0, pnl: -2_020 });
});

test("a position brought into the session earns from the close before; without that close nothing is claimed", () => {
  const brought = [fill(1, "17T15:00", 20, 100, 3_900)];
  expect(standingAt(brought, 4_010, at("18T13:00"), 4_000)).toEqual({ position: 100, pnl: 1_000 });
  expect(standingAt(brought, 4_010, at("18T13:00"), null)).toEqual({ position: 100, pnl: null });
});

test("a fill told twice counts once", () => {
  const one = fill(2, "18T13:10", 1, 1, 1);
  expect(withFill([one], one)).toEqual([one]);
  expect(withFill([one], fill(1, "18T13:05", 1, 1, 1)).map(({ id }) => id)).toEqual([1, 2]);
});
