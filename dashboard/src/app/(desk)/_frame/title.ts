import type { NumberFormat } from "@/lib/format/numbers";

export interface Facts {
  /** Pesos per dollar; null while not known. */
  price: number | null;
  /** Price less the session's opening; null while not known. */
  change: number | null;
  /** Net P&L of today of the accounts traded, pesos; null while not known. */
  todayCop: number | null;
  page: string | null;
}

/** Title of the tab: `4,093.10 ▲ · COP +120,000 · Trading`. What is not known is left out; null where there is no price. */
export function titleOf({ price, change, todayCop, page }: Facts, format: NumberFormat): string | null {
  if (price === null) return null;
  const arrow = change === null || change === 0 ? "" : change > 0 ? " ▲" : " ▼";
  const today = todayCop === null ? null : format.cop(todayCop, true);
  return [`${format.price(price)}${arrow}`, today, page].filter((part) => part !== null).join(" · ");
}
