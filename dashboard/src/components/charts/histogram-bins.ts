export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** The outermost bins hold everything beyond their edge too. */
  readonly open: "below" | "above" | null;
}

/** Bins of K + 1 edges and K counts, in order. */
export function binsOf(edges: readonly number[], counts: readonly number[]): Bin[] {
  return counts.map((count, index) => ({
    low: edges[index] ?? Number.NaN,
    high: edges[index + 1] ?? Number.NaN,
    count,
    open: index === 0 ? "below" : index === counts.length - 1 ? "above" : null,
  }));
}

/** Index of the bin that holds `value`; what lies beyond the edges belongs to the outermost. */
export function binAt(bins: readonly Bin[], value: number): number {
  const index = bins.findIndex((bin) => value < bin.high);
  return index === -1 ? bins.length - 1 : index;
}

/** Where `value` stands between the first edge and the last, as a part from 0 to 1. */
export function along(bins: readonly Bin[], value: number): number {
  const [first, last] = [bins[0]?.low ?? 0, bins.at(-1)?.high ?? 1];
  return Math.min(1, Math.max(0, (value - first) / (last - first)));
}
