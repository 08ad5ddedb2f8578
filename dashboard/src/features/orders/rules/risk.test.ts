import { describe, expect, test } from "vitest";
import { BUY, FACTS } from "../testing/risk";
import quoted from "../testing/costs.json";
import { costOn, type Facts, type Intent, riskOf, sidesOf } from "./risk";

test("a market order crosses half the spread and pays slippage on the fill", () => {
  const risk = riskOf(BUY, FACTS);
  expect(risk.fillPrice).toBeCloseTo(4_001, 9); // 4,000 · (1 + 2.5 bps)
  expect(risk.notionalCop).toBeCloseTo(400_100_000, 3);
  expect(risk.spreadCop).toBeCloseTo(100_000, 3); // 100,000 USD · 1 peso
  expect(risk.slippageCop).toBeCloseTo(20_005, 3); // 0.5 bps of 400.1 million
  expect(risk.costCop).toBeCloseTo(120_005, 3);
  expect(risk.costUsd).toBeCloseTo(30.00125, 6);
});

test.each(quoted)("the ticket says what the broker's fill of $quantity_usd at $bid to $ask costs", (fill) => {
  const { bid, ask, quantity_usd, slippage_bps, spread_cop, slippage_cop, total_cost_cop } = fill;
  const price = quantity_usd > 0 ? ask : bid;
  const found = costOn(Math.abs(quantity_usd), (ask - bid) / 2, price, { slippage_bps });
  expect(found.spreadCop).toBeCloseTo(spread_cop, 6);
  expect(found.slippageCop).toBeCloseTo(slippage_cop, 6);
  expect(found.costCop).toBeCloseTo(total_cost_cop, 6);
});

test("a sale gets the bid", () => {
  expect(riskOf({ ...BUY, side: "sell" }, FACTS).fillPrice).toBeCloseTo(3_999, 9);
});

test("a quoted pair counts before the cost model, unless it is crossed", () => {
  expect(sidesOf({ ...FACTS, bid: 3_998, ask: 4_004 })).toEqual({ bid: 3_998, ask: 4_004 });
  expect(sidesOf({ ...FACTS, bid: 4_004, ask: 3_998 })?.ask).toBeCloseTo(4_001, 9);
  expect(riskOf(BUY, { ...FACTS, bid: 3_998, ask: 4_004 }).spreadCop).toBe(300_000);
});

test("a limit order never costs more than its limit: its costs are inside it", () => {
  const risk = riskOf({ ...BUY, type: "limit", limitPrice: 3_900 }, FACTS);
  expect(risk).toMatchObject({ fillPrice: 3_900, notionalCop: 390_000_000, costCop: null });
});

test("a stop is expected at its price and half the spread", () => {
  expect(riskOf({ ...BUY, type: "stop", stopPrice: 4_100 }, FACTS).fillPrice).toBeCloseTo(4_101, 9);
});

test("a move of 1 % on the position after, in dollars, pesos and part of the daily limit", () => {
  const risk = riskOf(BUY, { ...FACTS, positionUsd: 100_000 });
  expect(risk.positionAfterUsd).toBe(200_000);
  expect(risk.loss).toEqual({ usd: 2_000, cop: 8_000_000, ofLimit: 0.4 });
});

test("what the limits say", () => {
  const risk = riskOf(BUY, { ...FACTS, positionUsd: 300_000, workingUsd: [50_000, -20_000], todayCop: -5e6 });
  expect(risk.usage).toEqual([
    { limit: "order", used: 100_000, most: 250_000 },
    { limit: "position", used: 450_000, most: 500_000 },
    { limit: "dailyLoss", used: 5e6, most: 20e6 },
  ]);
  expect(risk.breaches).toEqual([]);
});

describe("what the service would refuse", () => {
  const breaches = (intent: Partial<Intent>, facts: Partial<Facts>) =>
    riskOf({ ...BUY, ...intent }, { ...FACTS, ...facts }).breaches;

  test.each<[string, Partial<Intent>, Partial<Facts>, readonly string[]]>([
    ["too large an order", { quantityUsd: 250_001 }, {}, ["ORDER_LIMIT"]],
    ["the largest order", { quantityUsd: 250_000 }, {}, []],
    ["a position beyond its limit", {}, { positionUsd: 450_000 }, ["POSITION_LIMIT"]],
    [
      "working orders that could reach it",
      {},
      { positionUsd: 300_000, workingUsd: [150_000] },
      ["POSITION_LIMIT"],
    ],
    ["parts of a cent", { quantityUsd: 10.005 }, {}, ["QUANTITY_STEP"]],
    ["a lost day", {}, { todayCop: -20e6 }, ["DAILY_LOSS"]],
    ["new risk in a halt", {}, { state: "HALTED" }, ["HALTED"]],
    ["new risk where only reducing is allowed", {}, { state: "REDUCE_ONLY" }, ["REDUCE_ONLY"]],
    ["reduce only, and nothing to reduce", { reduceOnly: true }, {}, ["NOT_REDUCING"]],
    [
      "reduce only, and too large",
      { reduceOnly: true },
      { positionUsd: -60_000 },
      ["REVERSAL", "NOT_REDUCING"],
    ],
  ])("%s", (_, intent, facts, found) => {
    expect(breaches(intent, facts)).toEqual(found);
  });

  test("nothing of what reduces: in a halt, on a lost day, above the order's limit", () => {
    const held = { positionUsd: -400_000, state: "HALTED", todayCop: -30e6 } as const;
    expect(breaches({ quantityUsd: 400_000, reduceOnly: true }, held)).toEqual([]);
    expect(riskOf({ ...BUY, quantityUsd: 400_000 }, { ...FACTS, ...held }).reduces).toBe(true);
  });

  test("what a working order reduces already is not reduced again", () => {
    const held = { positionUsd: -100_000, workingUsd: [80_000] };
    expect(riskOf({ ...BUY, quantityUsd: 20_000 }, { ...FACTS, ...held }).reduces).toBe(true);
    expect(riskOf({ ...BUY, quantityUsd: 20_001 }, { ...FACTS, ...held }).reduces).toBe(false);
  });
});

test("what is not known is null, and never a zero", () => {
  const risk = riskOf(BUY, {
    ...FACTS,
    price: null,
    limits: null,
    positionUsd: null,
    workingUsd: null,
    todayCop: null,
  });
  expect(risk).toEqual({
    fillPrice: null,
    notionalCop: null,
    spreadCop: null,
    slippageCop: null,
    costCop: null,
    costUsd: null,
    positionAfterUsd: null,
    reduces: null,
    loss: null,
    usage: [],
    breaches: [],
  });
});
