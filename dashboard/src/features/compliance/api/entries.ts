import type { components } from "@/lib/api/types/trading";

type Fill = components["schemas"]["FillBody"];
type Position = components["schemas"]["PositionBody"];

/** A fill, and the trade it belongs to. */
export interface FilledTrade {
  readonly fill: Fill;
  /** Name of the trade: account and entry fill; null where the entry lies before the fills at hand. */
  readonly trade: string | null;
  /** What the fill did to the trade. */
  readonly part: "entry" | "addition" | "exit";
}

/** Dollars below which a position counts as flat. */
const FLAT_USD = 0.005;

/**
 * To which trade each of `fills` belongs. A trade is called after the fill that entered it; where a fill turns a
 * position it ends one trade and enters the next, and the next one is given.
 *
 * @param fills the newest fills of all accounts, the newest first
 * @param positions what each account holds after the newest of them
 */
export function filledTrades(fills: readonly Fill[], positions: readonly Position[]): FilledTrade[] {
  const held = new Map(positions.map((one) => [bookOf(one), one.quantity_usd]));
  const placed = fills.map((fill) => {
    const book = bookOf(fill);
    const after = held.get(book) ?? 0;
    const before = after - fill.quantity_usd;
    held.set(book, before);
    return { fill, book, before, after };
  });
  // From the oldest on, so that an exit finds the entry before it.
  const open = new Map<string, string>();
  return placed
    .reverse()
    .map(({ fill, book, before, after }): FilledTrade => {
      if (enters(before, after)) open.set(book, `${fill.account}-${fill.id}`);
      const grows = Math.abs(after) > Math.abs(before);
      const part = enters(before, after) ? "entry" : grows ? "addition" : "exit";
      return { fill, trade: open.get(book) ?? null, part };
    })
    .reverse();
}

function enters(before: number, after: number): boolean {
  if (Math.abs(after) < FLAT_USD) return false;
  return Math.abs(before) < FLAT_USD || before * after < 0;
}

function bookOf({ account, symbol }: { account: string; symbol: string }): string {
  return `${account} ${symbol}`;
}
