/** The service's sentence taken apart, so that it can be said in the reader's language. Figures are in bps a session. */
export interface Verdict {
  readonly outcome: "none" | "profit" | "edge";
  /** Why it is none; `neverTraded` has no figures. */
  readonly doubt:
    | "neverTraded"
    | "fewSessions"
    | "fewTrades"
    | "belowZero"
    | "notAboveZero"
    | "notFromZero"
    | "matchedExposure"
    | null;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly trades: number | null;
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
const OUTCOMES: Readonly<Record<string, Verdict["outcome"]>> = {
  "No edge found": "none",
  "Profit, but not fit for production": "profit",
  "Edge found": "edge",
};
const DOUBTS: readonly (readonly [RegExp, NonNullable<Verdict["doubt"]>])[] = [
  [/^rests on too few sessions/, "fewSessions"],
  [/^rests on \d+ trades/, "fewTrades"],
  [/^is below zero$/, "belowZero"],
  [/^is not above zero$/, "notAboveZero"],
  [/^cannot be told from zero$/, "notFromZero"],
  [/^is not clearly better than holding its own mean position/, "matchedExposure"],
];
const NOTHING = { doubt: null, mean: null, low: null, high: null, trades: null, refusing: null, gates: null };

/** What a verdict says; null where its words are none of those we know, and it must be shown as it is. */
export function verdictFrom(whole: string): Verdict | null {
  const synthetic = whole.endsWith(SYNTHETIC);
  const sentence = synthetic ? whole.slice(0, -SYNTHETIC.length) : whole;
  if (sentence === "No edge found: the policy never traded in the test part.") {
    return { ...NOTHING, outcome: "none", doubt: "neverTraded", trades: 0, synthetic };
  }
  const [, said = "", mean, low, high, rest = ""] = SENTENCE.exec(sentence) ?? [];
  const outcome = OUTCOMES[said];
  if (outcome === undefined) return null;
  const doubt = DOUBTS.find(([words]) => words.test(rest))?.[1] ?? null;
  if ((outcome === "none") !== (doubt !== null)) return null;
  const [, trades] = /rests on (\d+) trades/.exec(rest) ?? [];
  const [, refusing, gates] = /(\d+) of (\d+) gates refuse/.exec(rest) ?? [];
  const figures = { mean, low, high, trades, refusing, gates };
  const read = Object.fromEntries(Object.entries(figures).map(([name, text]) => [name, numberOf(text)]));
  return { ...NOTHING, ...read, outcome, doubt, synthetic };
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text.replace("−", "-"));
}
