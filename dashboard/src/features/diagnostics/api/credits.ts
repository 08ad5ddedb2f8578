const BAR_SECONDS = 300;

/** How the vendor credits that are left will be spent until the session closes. */
export interface CreditPlan {
  readonly left: number;
  /** For quotes, at the planned interval. */
  readonly quotes: number;
  /** For closed bars, and as many runs of L0. */
  readonly bars: number;
  /** What remains for asking again; below zero the plan does not hold. */
  readonly spare: number;
}

/**
 * The plan of the day; null where no quote is planned or the session is not open.
 *
 * @param left credits of all keys together
 * @param interval seconds between quotes, as the feed plans it
 * @param untilClose seconds
 */
export function creditPlan(
  left: number,
  interval: number | null,
  untilClose: number | null,
): CreditPlan | null {
  if (interval === null || interval <= 0 || untilClose === null || untilClose <= 0) return null;
  const quotes = Math.ceil(untilClose / interval);
  // Each bar that closes is fetched, and L0 runs after it: one credit each.
  const bars = 2 * Math.ceil(untilClose / BAR_SECONDS);
  return { left, quotes, bars, spare: left - quotes - bars };
}
