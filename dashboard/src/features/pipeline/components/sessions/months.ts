/** A month, as `2025-06`. */
export type Month = string;

export const monthOf = (session: string): Month => session.slice(0, 7);

/** Last day of a month, as `2025-06-30`. */
export function endOf(month: Month): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** The month `by` months after. */
export function monthAfter(month: Month, by: number): Month {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** Every month from `newest` back to `oldest`, both included. */
export function monthsBetween(oldest: Month, newest: Month): Month[] {
  const months: Month[] = [];
  for (let month = newest; month >= oldest; month = monthAfter(month, -1)) months.push(month);
  return months;
}

/** Where in `sessions` (from new to old) a month begins; −1 where they do not reach it, or begin after it. */
export function indexOfMonth(sessions: readonly string[], month: Month): number {
  const [newest] = sessions;
  if (newest === undefined || monthOf(newest) < month) return -1;
  return sessions.findIndex((session) => monthOf(session) <= month);
}
