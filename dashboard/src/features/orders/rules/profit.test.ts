import { expect, test } from "vitest";
import { type AccountBody, earnedAt, type PositionBody, worthAt } from "./profit";

/** As the service answered on a replay, at 4,077.17. */
const LONG: PositionBody = {
  account: "manual",
  symbol: "USDCOP",
  quantity_usd: 50_000,
  average_price: 4164.04075,
  realised_cop: -10_410.101875,
  unrealised_cop: -4_343_537.5,
  costs_cop: 10_410.101875,
  spread_cop: 52_050,
  slippage_cop: 10_410.101875,
  total_cost_cop: 62_460.101875,
  pnl_cop: -4_353_947.601875,
  pnl_usd: -1_067.8847342335496,
  price: 4077.17,
  fills: 1,
};
const ACCOUNT: AccountBody = {
  id: "manual",
  kind: "manual",
  opened_at: "2025-06-13T12:00:00Z",
  pnl_today_cop: -1_140_010,
  pnl_cop: -4_353_947.601875,
  pnl_usd: -1_067.8847342335496,
};

test("at the server's price it is the server's profit", () => {
  const worth = worthAt(LONG, 4077.17);
  expect(worth.unrealisedCop).toBeCloseTo(-4_343_537.5, 3);
  expect(worth.pnlCop).toBeCloseTo(-4_353_947.601875, 3);
  expect(worth.pnlUsd).toBeCloseTo(-1_067.8847342335496, 6);
});

test("a short position gains what the dollar loses", () => {
  const short = { ...LONG, quantity_usd: -20_000, average_price: 4_100, realised_cop: 0 };
  expect(worthAt(short, 4_090).pnlCop).toBe(200_000);
});

test("a flat position keeps what it realised, whatever the price", () => {
  expect(worthAt({ ...LONG, quantity_usd: 0, average_price: null }, 9_999).pnlCop).toBe(-10_410.101875);
});

test("without a price nothing is known", () => {
  expect(worthAt(LONG, null)).toEqual({ price: null, unrealisedCop: null, pnlCop: null, pnlUsd: null });
});

test("an account moves with its open position: one peso on 50,000 dollars", () => {
  const before = earnedAt(ACCOUNT, [LONG], 4077.17);
  expect(before.todayCop).toBeCloseTo(-1_140_010, 3);
  const after = earnedAt(ACCOUNT, [LONG], 4078.17);
  expect(after.todayCop).toBeCloseTo(-1_090_010, 3);
  expect(after.totalCop).toBeCloseTo(-4_303_947.601875, 3);
  expect(after.totalUsd).toBeCloseTo(-4_303_947.601875 / 4078.17, 6);
});

test("an account that never traded stays where the server says", () => {
  const idle = { ...ACCOUNT, id: "champion", pnl_cop: 0, pnl_today_cop: 0, pnl_usd: 0 };
  expect(earnedAt(idle, [LONG], 4_100)).toEqual({ todayCop: 0, todayUsd: 0, totalCop: 0, totalUsd: 0 });
});

test("without a price pesos stay, and dollars are not invented", () => {
  expect(earnedAt(ACCOUNT, [LONG], null)).toMatchObject({ todayCop: -1_140_010, todayUsd: null });
});
