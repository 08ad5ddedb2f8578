"use client";

import { useLatest } from "@/features/market/api/feed";
import { type AccountBody, earnedAt, type PositionBody } from "../rules/profit";
import { type Facts, signOf } from "../rules/risk";
import { type OrderBody, useAccounts, useLimits, useOrders, usePositions } from "./book";
import { useSwitch } from "./state";

/** What is known of the market and of `account`; what cannot be read is null. */
export function useFacts(account: string): Facts {
  const latest = useLatest().data;
  const limits = useLimits().data ?? null;
  const positions = usePositions().data?.data;
  const accounts = useAccounts().data?.data;
  const working = useOrders({ account, status: "working" }).data?.pages;
  const view = useSwitch();
  const { price = null, bid = null, ask = null } = latest ?? {};
  return {
    price,
    bid,
    ask,
    limits,
    positionUsd: positions === undefined ? null : heldBy(account, positions),
    workingUsd: working === undefined ? null : working.flatMap(({ data }) => data.map(left)),
    todayCop: todayOf(account, accounts ?? [], positions ?? [], price),
    state: view.kind === "known" ? view.standing.state : null,
  };
}

const heldBy = (account: string, positions: readonly PositionBody[]) =>
  positions.find((one) => one.account === account)?.quantity_usd ?? 0;

/** Dollars that an order still buys (positive) or sells (negative). */
const left = (order: OrderBody) => signOf(order.side) * (order.quantity_usd - order.filled_usd);

function todayOf(
  id: string,
  accounts: readonly AccountBody[],
  positions: readonly PositionBody[],
  price: number | null,
): number | null {
  const account = accounts.find((one) => one.id === id);
  return account === undefined ? null : earnedAt(account, positions, price).todayCop;
}
