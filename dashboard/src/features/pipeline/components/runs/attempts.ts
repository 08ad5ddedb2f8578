import type { Run } from "../../api/types";

/** A run, and which try it was at what it had to do. */
export interface Attempt {
  readonly run: Run;
  /** 1: the first try; 2: made again after one that did not complete; and so on. */
  readonly number: number;
  /** The run this one tries again; null for a first try. */
  readonly retries: number | null;
}

/**
 * Numbers the tries. A run brings its layer up to now, so after one that failed or was interrupted the next run of that
 * layer does its work: it is a retry, until one completes.
 *
 * @param runs in any order.
 * @returns in the order they began.
 */
export function attemptsOf(runs: readonly Run[]): Attempt[] {
  const lost = new Map<string, Attempt>();
  return [...runs]
    .sort((a, b) => a.id - b.id)
    .map((run) => {
      const before = lost.get(run.layer);
      const attempt = { run, number: (before?.number ?? 0) + 1, retries: before?.run.id ?? null };
      if (run.status === "failed" || run.status === "interrupted") lost.set(run.layer, attempt);
      else lost.delete(run.layer);
      return attempt;
    });
}
