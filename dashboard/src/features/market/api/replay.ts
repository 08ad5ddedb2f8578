import { barClose, type EpochMs, sessionOpening } from "@/components/charts/price/grid";
import type { Book, Candle } from "./candle-book";
import type { Fill } from "./fills";
import type { Opinion } from "./opinions";
import { filledIn } from "./trade-markers";

/** All that is known of a past session, and of some before it as context. */
export interface Recording {
  readonly session: string;
  readonly book: Book;
  readonly opinions: readonly Opinion[];
  readonly fills: readonly Fill[];
}

/** What was to be seen at the close of one bar; nothing of a later one. */
export interface Moment {
  readonly bar: Candle;
  readonly book: Book;
  readonly opinions: readonly Opinion[];
  readonly fills: readonly Fill[];
  readonly standing: Standing;
}

/** What an account held and had earned in the session, at the close of a bar. */
export interface Standing {
  /** Dollars; positive long, negative short. */
  readonly position: number;
  /** Pesos since the session opened, net of costs; null where the price that a position came in at is not loaded. */
  readonly pnl: number | null;
}

/** Bars of the session itself. */
export function barsOf({ book, session }: Pick<Recording, "book" | "session">): Candle[] {
  const opening = openingOf(session);
  return book.settled.filter(({ time }) => sessionOpening(time) === opening);
}

/** The recording as it was at the close of the session's bar number `place`; null where it has no such bar. */
export function momentAt(recording: Recording, place: number): Moment | null {
  const bar = barsOf(recording)[place];
  if (bar === undefined) return null;
  const close = barClose(bar.time, "5m");
  const { book, opinions, fills } = recording;
  const seen = fills.filter((fill) => filledIn(fill) <= bar.time);
  return {
    bar,
    book: {
      settled: book.settled.filter(({ time }) => time <= bar.time),
      forming: null,
      gaps: book.gaps.filter(({ end }) => Date.parse(end) <= close),
      whole: true,
    },
    opinions: opinions.filter(({ time }) => Date.parse(time) <= bar.time),
    fills: seen,
    standing: standingAt(seen, bar.close, openingOf(recording.session), closeBefore(recording)),
  };
}

/** Bars, by their number in the session, in which the account traded. */
export function tradesIn(recording: Recording): number[] {
  const times = new Set(recording.fills.map(filledIn));
  return barsOf(recording).flatMap(({ time }, place) => (times.has(time) ? [place] : []));
}

/**
 * Position and P&L of `fills` at `price`, counted from `opening`: Σ −quantity·price − cost, and the position at `price`.
 *
 * @param before price at which a position that came into the session stood then; null: not known.
 */
export function standingAt(
  fills: readonly Fill[],
  price: number,
  opening: EpochMs,
  before: number | null,
): Standing {
  const earlier = fills.filter(({ at }) => Date.parse(at) < opening);
  const position = held(fills);
  const brought = held(earlier);
  if (brought !== 0 && before === null) return { position, pnl: null };
  const inSession = fills.filter(({ at }) => Date.parse(at) >= opening);
  const paid = inSession.reduce((sum, fill) => sum - fill.quantity_usd * fill.price - fill.cost_cop, 0);
  return { position, pnl: paid + position * price - brought * (before ?? 0) };
}

const held = (fills: readonly Fill[]) => fills.reduce((sum, { quantity_usd }) => sum + quantity_usd, 0);

function closeBefore({ book, session }: Recording): number | null {
  const opening = openingOf(session);
  return book.settled.findLast(({ time }) => time < opening)?.close ?? null;
}

function openingOf(session: string): EpochMs {
  return sessionOpening(Date.parse(`${session}T12:00:00Z`));
}
