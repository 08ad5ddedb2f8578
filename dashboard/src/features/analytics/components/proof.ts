import type { Curve } from "../api/court";

/** Session of the first look at a forward proof; after it every session is one. */
export const FIRST_LOOK = 60;

/** How far a forward proof has come. */
export interface Progress {
  readonly sessions: number;
  readonly wealth: number;
  /** Sessions until the first look; 0 once it was. */
  readonly left: number;
  /** Number of the session at whose look the target was reached; null: not yet. */
  readonly provenAt: number | null;
}

/** The progress that a curve of wealth tells. What reached its target before the first look is not proven by that. */
export function progressOf(curve: Curve): Progress {
  const sessions = curve.data.length;
  const at = reachedAt(curve, FIRST_LOOK - 1);
  return {
    sessions,
    wealth: curve.data.at(-1)?.value ?? 1,
    left: Math.max(0, FIRST_LOOK - sessions),
    provenAt: at === null ? null : at + 1,
  };
}

/** Place of the first session, from `first` on, whose value reached the limit; null where none did. */
export function reachedAt({ limit, data }: Curve, first: number): number | null {
  const at = data.findIndex(({ value }, place) => place >= first && value >= limit);
  return at === -1 ? null : at;
}
