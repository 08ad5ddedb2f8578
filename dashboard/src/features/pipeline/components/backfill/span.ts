import type { Span } from "../../api/types";

/** The service takes at most this many days at once. */
export const LONGEST_DAYS = 1_100;
const EARLIEST = "2000-01-01";
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Both ends in their order, whichever way it was dragged. */
export function spanOf(anchor: string, end: string): Span {
  return anchor <= end ? { first: anchor, last: end } : { first: end, last: anchor };
}

/** Whether a session lies in the span. */
export const isIn = (span: Span | null, session: string): boolean =>
  span !== null && span.first <= session && session <= span.last;

/** Days of a span, both ends included. */
export function daysOf({ first, last }: Span): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
}

export type SpanFault = "incomplete" | "reversed" | "future" | "early" | "long";

/** What the service would refuse a span for; null where nothing. `today`: the market's day, null while not known. */
export function faultOf({ first, last }: Span, today: string | null): SpanFault | null {
  if (!isDay(first) || !isDay(last)) return "incomplete";
  if (last < first) return "reversed";
  if (today !== null && last > today) return "future";
  if (first < EARLIEST) return "early";
  return daysOf({ first, last }) - 1 > LONGEST_DAYS ? "long" : null;
}

function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text));
}

/** The span of an address, as far as it says one. */
export function spanFrom(first: string | null, last: string | null): Span | null {
  return first === null || last === null ? null : { first, last };
}
