import type { Trial } from "../api/research";

/** One look at a test set: a bundle, or several that were declared together. */
export interface LookRow {
  readonly number: number;
  readonly level: number;
  readonly kind: "trial" | "batch" | "earlier";
  readonly first: string;
  readonly last: string;
  readonly sessions: number;
  readonly actor: string;
  readonly at: string;
  readonly trials: readonly Trial[];
  /** Whether it showed the model that the page is about. */
  readonly isOwn: boolean;
}

/** The ledger's rows by look, in order: what was declared together stands together. */
export function looksOf(trials: readonly Trial[]): LookRow[] {
  const looks = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = `${trial.number} ${trial.looked_at}`;
    looks.set(key, [...(looks.get(key) ?? []), trial]);
  }
  return [...looks.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    return [
      {
        number: first.number,
        level: first.level,
        kind: kindOf(first.kind),
        first: first.test_first,
        last: first.test_last,
        sessions: first.sessions,
        actor: first.actor,
        at: first.looked_at,
        trials: members,
        isOwn: members.some(({ chosen }) => chosen),
      },
    ];
  });
}

function kindOf(kind: string): LookRow["kind"] {
  return kind === "batch" || kind === "earlier" ? kind : "trial";
}
