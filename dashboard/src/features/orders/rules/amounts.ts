import type { Locale } from "@/lib/format/numbers";

const MARKS = { en: { group: ",", decimal: "." }, es: { group: ".", decimal: "," } } as const;
const SCALES: Readonly<Record<string, number>> = { "": 1, k: 1_000, m: 1_000_000 };

/**
 * The number somebody typed, as his language writes it: `50,000.50` in English is `50.000,50` in Spanish; `50k` and
 * `0.2m` are short for thousands and millions. Null where it is none, or could be read in two ways: `50.000` in
 * English is refused as well as `50,00`, because a wrong guess is a thousandfold order.
 */
export function parseAmount(text: string, locale: Locale): number | null {
  const { group, decimal } = MARKS[locale];
  const plain = text.replace(/[\s\u00a0]/g, "").toLowerCase();
  const shape = new RegExp(`^(\\d+|\\d{1,3}(?:\\${group}\\d{3})+)(?:\\${decimal}(\\d+))?([km]?)$`);
  const found = shape.exec(plain);
  if (found === null) return null;
  const [, whole = "", fraction = "", unit = ""] = found;
  // Exactly three decimals look like thousands in the other language; no price or amount has them here.
  if (unit === "" && fraction.length === 3) return null;
  const value = Number(`${whole.replaceAll(group, "")}.${fraction}`) * (SCALES[unit] ?? 1);
  return Number.isFinite(value) && value > 0 ? Math.round(value * 1e6) / 1e6 : null;
}

/** An amount as it is typed: whole where it is whole, two decimals else. */
export function writtenAmount(value: number, locale: Locale): string {
  const { group, decimal } = MARKS[locale];
  const [whole = "", fraction = "00"] = value.toFixed(2).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return fraction === "00" ? grouped : `${grouped}${decimal}${fraction}`;
}
