import type { components } from "@/lib/api/types/trading";

export type Timeframe = components["schemas"]["Timeframe"];

/** An instant, milliseconds since 1970. Not a pixel, not a number of seconds, not a place on the axis. */
export type EpochMs = number & { readonly __unit?: "ms since 1970" };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Colombia has kept UTC−5 all year since 1993: sessions open at 08:00 there, and last five hours. */
const OPENS = 13 * 60 * MINUTE;
const LENGTH = 5 * 60 * MINUTE;

/** How long a bar lasts; one of a day is one session. */
export const WIDTH: Readonly<Record<Timeframe, number>> = {
  "5m": 5 * MINUTE,
  "15m": 15 * MINUTE,
  "30m": 30 * MINUTE,
  "1h": 60 * MINUTE,
  "1d": LENGTH,
};

/** Opening of the session on the day (in UTC, as in Bogotá while it trades) of `at`. */
export function sessionOpening(at: EpochMs): EpochMs {
  return Math.floor(at / DAY) * DAY + OPENS;
}

/** Close of that session. */
export function sessionClose(at: EpochMs): EpochMs {
  return sessionOpening(at) + LENGTH;
}

/** Opening of the bar that `at` falls into; null outside of the hours of a session. */
export function barOpening(at: EpochMs, timeframe: Timeframe): EpochMs | null {
  const opening = sessionOpening(at);
  if (at < opening || at >= opening + LENGTH) return null;
  const width = WIDTH[timeframe];
  return opening + Math.floor((at - opening) / width) * width;
}

/** Close of the bar that opens at `opening`. */
export function barClose(opening: EpochMs, timeframe: Timeframe): EpochMs {
  return opening + WIDTH[timeframe];
}
