import type { components } from "@/lib/api/types/trading";

export type PositionBody = components["schemas"]["PositionBody"];
export type AccountBody = components["schemas"]["AccountBody"];

/** What a position is worth at a price. Null: there is no price. */
export interface Worth {
  readonly price: number | null;
  /** Open gain before the cost of closing, pesos. */
  readonly unrealisedCop: number | null;
  /** Realised and unrealised, pesos. */
  readonly pnlCop: number | null;
  /** The same at `price`. */
  readonly pnlUsd: number | null;
}

/**
 * Profit of `position` at `price` (pesos a dollar): `core/positions.Held.unrealised` and the service's `position_body`,
 * q · (p − a) and its sum with what was realised, so that the screen moves with every quote and agrees with the server.
 */
export function worthAt(position: PositionBody, price: number | null): Worth {
  if (price === null) return { price, unrealisedCop: null, pnlCop: null, pnlUsd: null };
  const { average_price: average, quantity_usd: quantity, realised_cop: realised } = position;
  const unrealisedCop = average === null ? 0 : quantity * (price - average);
  const pnlCop = realised + unrealisedCop;
  return { price, unrealisedCop, pnlCop, pnlUsd: pnlCop / price };
}

/** What an account earned in its session and ever, net of costs. Dollars are null where there is no price. */
export interface Earned {
  readonly todayCop: number;
  readonly todayUsd: number | null;
  readonly totalCop: number;
  readonly totalUsd: number | null;
}

/**
 * Profit of `account` at `price`. Its answer was reckoned at an older quote; from then on both figures move by what its
 * open positions gained, since all else in `core/positions.session_worth` does not depend on the price.
 */
export function earnedAt(
  account: AccountBody,
  positions: readonly PositionBody[],
  price: number | null,
): Earned {
  const { pnl_today_cop: today, pnl_cop: total } = account;
  if (price === null) return { todayCop: today, todayUsd: null, totalCop: total, totalUsd: account.pnl_usd };
  const own = positions.filter((one) => one.account === account.id);
  const now = own.reduce((sum, one) => sum + (worthAt(one, price).pnlCop ?? 0), 0);
  const moved = own.length === 0 ? 0 : now - total;
  return {
    todayCop: today + moved,
    todayUsd: (today + moved) / price,
    totalCop: total + moved,
    totalUsd: (total + moved) / price,
  };
}
