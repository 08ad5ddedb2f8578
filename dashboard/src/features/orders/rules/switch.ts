import type { components } from "@/lib/api/types/trading";

export type StateBody = components["schemas"]["StateBody"];
export type TradingState = StateBody["state"];

/** How the switch stands. What cannot be read is never shown as if it were known. */
export type SwitchView =
  | { readonly kind: "loading" }
  | { readonly kind: "known"; readonly standing: StateBody }
  | {
      readonly kind: "unknown";
      /** Last instant it was known, or the first at which it was not; milliseconds since 1970. */
      readonly since: number;
      /** What it was when it was last read; null where it never was. */
      readonly last: StateBody | null;
      /** Why it cannot be read; null where no answer came at all. */
      readonly error: Error | null;
    };

interface Reading {
  readonly data: StateBody | undefined;
  readonly error: Error | null;
  /** Milliseconds since 1970; 0 where it was never read. */
  readonly dataUpdatedAt: number;
  readonly errorUpdatedAt: number;
}

/** A state read longer ago than this may be another by now. */
export const FRESH_MS = 30_000;

/** Pure rule: the state is known while the last reading succeeded and is fresh at `now`. */
export function switchView(reading: Reading, now: number): SwitchView {
  const { data, error, dataUpdatedAt, errorUpdatedAt } = reading;
  if (data !== undefined && error === null && now - dataUpdatedAt <= FRESH_MS)
    return { kind: "known", standing: data };
  if (data === undefined && error === null) return { kind: "loading" };
  return { kind: "unknown", since: data ? dataUpdatedAt : errorUpdatedAt, last: data ?? null, error };
}

const ORDER: readonly TradingState[] = ["ACTIVE", "REDUCE_ONLY", "HALTED"];

/** Whether `wanted` allows no more than `now`; of an unknown state only a halt surely does. */
export function tightens(now: TradingState | null, wanted: TradingState): boolean {
  return now === null ? wanted === "HALTED" : ORDER.indexOf(wanted) >= ORDER.indexOf(now);
}

/** Of two readings the one with the higher version; readings may overtake one another. */
export function newer<Reading extends { version: number }>(
  one: Reading | undefined,
  other: Reading,
): Reading {
  return one !== undefined && one.version > other.version ? one : other;
}

/** States somebody may set from `now` on; `canLoosen` is an operator's right. */
export function reachable(now: TradingState | null, canLoosen: boolean): TradingState[] {
  const others: TradingState[] = (["HALTED", "REDUCE_ONLY", "ACTIVE"] as const).filter((one) => one !== now);
  return others.filter((one) => canLoosen || tightens(now, one));
}
