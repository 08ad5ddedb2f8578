/** Longest period of one report: the last day lies at most so many days after the first. */
export const LONGEST_DAYS = 92;

export type PeriodFault = "incomplete" | "reversed" | "future" | "tooLong";

/**
 * Why a period cannot be reported on; null where it can. The service judges by the same rules.
 *
 * @param today the market's day; null where it is not known, and then the service alone judges the future
 */
export function periodFault(first: string, last: string, today: string | null): PeriodFault | null {
  if (first === "" || last === "") return "incomplete";
  if (last < first) return "reversed";
  if (today !== null && last > today) return "future";
  return daysBetween(first, last) > LONGEST_DAYS ? "tooLong" : null;
}

function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 86_400_000);
}

/** The day `days` before `day`. */
export function before(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
