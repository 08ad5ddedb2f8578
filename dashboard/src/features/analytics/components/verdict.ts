/** What an edge was held against: a p of a look, or the wealth of the forward proof's bets. */
export type EdgeEvidence =
  | { readonly kind: "p" | "wealth"; readonly value: number; readonly asked: number }
  | { readonly kind: "early"; readonly session: number };

/** The service's sentence taken apart, so that it can be said in the reader's language. Figures are in bps a session. */
export interface Verdict {
  readonly outcome: "none" | "profit" | "edge";
  /** Why it is none; `neverTraded` has no figures. */
  readonly doubt: "neverTraded" | "notAboveZero" | "notFromZero" | null;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly evidence: EdgeEvidence | null;
  readonly refusing: number | null;
  readonly gates: number | null;
  readonly synthetic: boolean;
}

const NUMBER = "([+−]?\\d+\\.\\d+)";
const EARNED = `the mean net return of ${NUMBER} bps a session \\((?:95 % interval ${NUMBER} to ${NUMBER}|no interval: [^)]*)\\)`;
const SENTENCE = new RegExp(
  `^(No edge found|Profit, but not fit for production|Edge found): ${EARNED} (.+)\\.$`,
);
const SYNTHETIC = " The market is synthetic: this says nothing about the real one.";
const FLAT = "No edge found: it stays flat. It never traded in the judged sessions.";
const OUTCOMES: Readonly<Record<string, Verdict["outcome"]>> = {
  "No edge found": "none",
  "Profit, but not fit for production": "profit",
  "Edge found": "edge",
};
const DOUBTS: readonly (readonly [RegExp, NonNullable<Verdict["doubt"]>])[] = [
  [/^is not above zero$/, "notAboveZero"],
  [/^cannot be told from zero \(/, "notFromZero"],
];
const NOTHING = {
  doubt: null,
  mean: null,
  low: null,
  high: null,
  evidence: null,
  refusing: null,
  gates: null,
};

/** What a verdict says; null where its words are none of those we know, and it must be shown as it is. */
export function verdictFrom(whole: string): Verdict | null {
  const synthetic = whole.endsWith(SYNTHETIC);
  const sentence = synthetic ? whole.slice(0, -SYNTHETIC.length) : whole;
  if (sentence === FLAT) return { ...NOTHING, outcome: "none", doubt: "neverTraded", synthetic };
  const [, said = "", mean, low, high, rest = ""] = SENTENCE.exec(sentence) ?? [];
  const outcome = OUTCOMES[said];
  if (outcome === undefined) return null;
  const doubt = DOUBTS.find(([words]) => words.test(rest))?.[1] ?? null;
  if ((outcome === "none") !== (doubt !== null)) return null;
  const evidence = evidenceIn(rest);
  if (evidence === null && doubt !== "notAboveZero") return null;
  const [, refusing, gates] = /(\d+) of (\d+) gates refuse/.exec(rest) ?? [];
  const figures = { mean, low, high, refusing, gates };
  const read = Object.fromEntries(Object.entries(figures).map(([name, text]) => [name, numberOf(text)]));
  return { ...NOTHING, ...read, outcome, doubt, evidence, synthetic };
}

function evidenceIn(text: string): EdgeEvidence | null {
  const [, p, level] = /\(p = (\S+), at most (\S+) asked\)/.exec(text) ?? [];
  if (p !== undefined && level !== undefined) return { kind: "p", value: Number(p), asked: Number(level) };
  const [, wealth, target] = /\(wealth ([\d.,]+), at least ([\d.,]+) asked\)/.exec(text) ?? [];
  if (wealth !== undefined && target !== undefined)
    return { kind: "wealth", value: numberOf(wealth) ?? 0, asked: numberOf(target) ?? 0 };
  const [, session] = /\(the first look is at session (\d+)\)/.exec(text) ?? [];
  return session === undefined ? null : { kind: "early", session: Number(session) };
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text.replace("−", "-").replaceAll(",", ""));
}
