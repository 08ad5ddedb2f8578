import type { DiagnosisCard } from "../api/research";

const CARDS = ["few_trades", "lucky_tenth", "cost_sensitivity", "stale_fills", "look_ahead"] as const;
export type CardCode = (typeof CARDS)[number];

/** The card's code where we have words for it. */
export function knownCard(code: string): CardCode | null {
  return CARDS.find((one) => one === code) ?? null;
}

/** The figures a card's evidence is drawn from, by kind; null where the card has none (yet). */
export type Shown =
  | { code: "few_trades"; trades: number; sessions: number; needed: number }
  | { code: "lucky_tenth"; tenth: number; best: number; total: number; parts: readonly number[] }
  | { code: "cost_sensitivity"; gross: number; cost: number; net: number; netAtTwice: number }
  | { code: "stale_fills"; fills: number; doubtful: number }
  | { code: "look_ahead"; delay: number };

/** Reads a card's figures; null where one is missing, so that nothing is drawn of what is not known. */
export function shownOf(card: DiagnosisCard): Shown | null {
  const code = knownCard(card.code);
  if (code === null) return null;
  const needed = NEEDED[code].map((name) => card.figures?.[name]);
  const figures = needed.filter((figure) => figure !== undefined);
  if (figures.length < needed.length) return null;
  return READ[code](figures as [number, number, number], card);
}

/** What each kind of card is drawn from; READ takes the figures in this order. */
const NEEDED: Readonly<Record<CardCode, readonly string[]>> = {
  few_trades: ["trades", "sessions", "needed"],
  lucky_tenth: ["tenth", "best", "total"],
  cost_sensitivity: ["gross_bps", "cost_bps"],
  stale_fills: ["fills", "doubtful"],
  look_ahead: ["delay_bars"],
};

const READ: Readonly<Record<CardCode, (figures: [number, number, number], card: DiagnosisCard) => Shown>> = {
  few_trades: ([trades, sessions, needed]) => ({ code: "few_trades", trades, sessions, needed }),
  lucky_tenth: ([tenth, best, total], { parts = [] }) => ({
    code: "lucky_tenth",
    tenth,
    best,
    total,
    parts,
  }),
  cost_sensitivity: ([gross, cost]) => ({
    code: "cost_sensitivity",
    gross,
    cost,
    net: gross - cost,
    netAtTwice: gross - 2 * cost,
  }),
  stale_fills: ([fills, doubtful]) => ({ code: "stale_fills", fills, doubtful }),
  look_ahead: ([delay]) => ({ code: "look_ahead", delay }),
};
