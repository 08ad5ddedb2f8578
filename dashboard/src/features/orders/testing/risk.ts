import type { Facts, Intent, Limits } from "../rules/risk";

/** The defaults of the service's settings. */
const LIMITS: Limits = {
  account: "manual",
  order_usd: 250_000,
  position_usd: 500_000,
  daily_loss_cop: 20_000_000,
  working_orders: 200,
  quote_age_seconds: 30,
  half_spread_bps: 2.5,
  slippage_bps: 0.5,
};
/** A known market, a flat account, nothing working. */
export const FACTS: Facts = {
  price: 4_000,
  bid: null,
  ask: null,
  limits: LIMITS,
  positionUsd: 0,
  workingUsd: [],
  todayCop: 0,
  state: "ACTIVE",
};
export const BUY: Intent = {
  side: "buy",
  type: "market",
  quantityUsd: 100_000,
  limitPrice: null,
  stopPrice: null,
  reduceOnly: false,
};
