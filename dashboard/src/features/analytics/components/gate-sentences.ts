/** What an interval beside a gate is of; `value` is the figure itself where the service names it. */
export interface Measured {
  readonly key: "mean" | "advantage" | "advantageOf" | "breakEven";
  readonly baseline: string | null;
  readonly value: number | null;
}

/** What would have had to be seen: a key of `analytics.gates.needs`, and what stands in its sentence. */
export interface Needed {
  readonly key:
    "mean" | "wealth" | "advantage" | "noAdvantageOf" | "costs" | "oneSession" | "trades" | "falls";
  readonly numbers: readonly number[];
  readonly baseline: string | null;
}

const NOBODY = { baseline: null, value: null } as const;

/** The service's words for an interval taken apart; null where they are none that we know. */
export function measuredFrom(text: string): Measured | null {
  if (text === "mean net return, bps a session") return { key: "mean", ...NOBODY };
  if (text === "advantage, bps a session") return { key: "advantage", ...NOBODY };
  const [, baseline] = /^advantage of (.+) at the same volatility, bps a session$/.exec(text) ?? [];
  if (baseline !== undefined) return { key: "advantageOf", baseline, value: null };
  const even = /^break-even multiple of the costs(?:: ([+−-]?[\d.,]+))?$/.exec(text);
  if (even === null) return null;
  const [, value] = even;
  return { key: "breakEven", baseline: null, value: value === undefined ? null : numberOf(value) };
}

const PLAIN: Readonly<Record<string, Needed["key"]>> = {
  "a larger advantage over its own mean position": "advantage",
  "a mean that higher costs do not bring significantly below zero": "costs",
  "a profit that does not hang on one session": "oneSession",
  "smaller falls, or a smaller position": "falls",
};
const MEAN =
  /^a mean of about ([+−-]?[\d.,]+) bps a session with this spread \(Sharpe ratio ([+−-]?[\d.,]+)\)$/;
const WEALTH = /^wealth of ([\d.,]+); it stands at ([\d.,]+)$/;
const TRADES = /^trades in (\d+) sessions$/;

/** The service's words for what a gate would have taken taken apart; null where they are none that we know. */
export function neededFrom(text: string): Needed | null {
  const plain = PLAIN[text];
  if (plain !== undefined) return { key: plain, numbers: [], baseline: null };
  const [, baseline] = /^no significant advantage of (.+)$/.exec(text) ?? [];
  if (baseline !== undefined) return { key: "noAdvantageOf", numbers: [], baseline };
  const patterns = [
    ["mean", MEAN],
    ["wealth", WEALTH],
    ["trades", TRADES],
  ] as const;
  for (const [key, pattern] of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return { key, numbers: found.slice(1).map(numberOf), baseline: null };
  }
  return null;
}

function numberOf(text: string): number {
  return Number(text.replace("−", "-").replaceAll(",", ""));
}
