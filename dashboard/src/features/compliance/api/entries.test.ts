import { expect, test } from "vitest";
import type { components } from "@/lib/api/types/trading";
import { filledTrades } from "./entries";

type Schemas = components["schemas"];

const fill = (id: number, quantity: number, account = "manual"): Schemas["FillBody"] => ({
  id,
  order_id: `order-${id}`,
  n: 1,
  account,
  symbol: "USDCOP",
  session: "2025-06-13",
  slot: 1,
  quantity_usd: quantity,
  price: 4_100,
  cost_cop: 100,
  spread_cop: 80,
  slippage_cop: 20,
  total_cost_cop: 100,
  forced: false,
  at: "2025-06-13T14:00:00Z",
  recorded_at: "2025-06-13T14:00:00Z",
  bars_changed: null,
});

const position = (quantity: number, account = "manual"): Schemas["PositionBody"] => ({
  account,
  symbol: "USDCOP",
  quantity_usd: quantity,
  average_price: null,
  realised_cop: 0,
  unrealised_cop: null,
  costs_cop: 0,
  spread_cop: 0,
  slippage_cop: 0,
  total_cost_cop: 0,
  pnl_cop: null,
  pnl_usd: null,
  price: null,
  fills: 1,
});

const told = (fills: Schemas["FillBody"][], positions: Schemas["PositionBody"][]) =>
  filledTrades(fills, positions).map((one) => [one.fill.id, one.trade, one.part]);

test("an entry, an addition and the exit are of one trade, named after the entry", () => {
  expect(told([fill(3, -150), fill(2, 50), fill(1, 100)], [position(0)])).toEqual([
    [3, "manual-1", "exit"],
    [2, "manual-1", "addition"],
    [1, "manual-1", "entry"],
  ]);
});

test("a fill that turns the position enters the next trade", () => {
  expect(told([fill(3, 100), fill(2, -200), fill(1, 100)], [position(0)])).toEqual([
    [3, "manual-2", "exit"],
    [2, "manual-2", "entry"],
    [1, "manual-1", "entry"],
  ]);
});

test("accounts are kept apart", () => {
  const fills = [fill(3, -100, "main"), fill(2, 100), fill(1, 100, "main")];
  expect(told(fills, [position(100), position(0, "main")])).toEqual([
    [3, "main-1", "exit"],
    [2, "manual-2", "entry"],
    [1, "main-1", "entry"],
  ]);
});

test("an exit whose entry is older than the fills at hand has no name yet", () => {
  expect(told([fill(9, -100)], [position(0)])).toEqual([[9, null, "exit"]]);
});

test("what is left after a rounding error is flat", () => {
  expect(told([fill(2, 100), fill(1, -100.001)], [position(100)])[0]).toEqual([2, "manual-2", "entry"]);
});
