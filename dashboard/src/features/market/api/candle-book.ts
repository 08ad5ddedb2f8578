import { barClose, barOpening, type EpochMs, type Timeframe, WIDTH } from "@/components/charts/price/grid";
import type { components } from "@/lib/api/types/trading";
import type { BarBody, QuoteBody } from "@/lib/stream/messages";
import { withoutGapAt } from "./gaps";

export type Candle = components["schemas"]["Candle"];
export type Gap = components["schemas"]["GapBody"];
type Answer = components["schemas"]["Candles"];

/** The bar that is still open. */
export interface Forming {
  readonly bar: Candle;
  /** Market time up to which it is known. */
  readonly at: EpochMs;
  /** When the message that last moved it was heard, by `performance.now()`; null where REST told it. */
  readonly heard: number | null;
}

/** Bars of one time frame, oldest first, as far as they are loaded. */
export interface Book {
  readonly settled: readonly Candle[];
  readonly forming: Forming | null;
  /** Missing bars, oldest first. */
  readonly gaps: readonly Gap[];
  /** There are no older bars than these. */
  readonly whole: boolean;
}

const RANK = { forming: 0, final: 1, revised: 2 } as const;

/** A book of one answer, which was asked for up to `limit` bars. */
export function bookOf(answer: Answer, limit: number): Book {
  const newest = answer.data.at(-1);
  const isForming = newest?.state === "forming";
  return {
    settled: isForming ? answer.data.slice(0, -1) : answer.data,
    forming: isForming ? { bar: newest, at: Date.parse(answer.end_date), heard: null } : null,
    gaps: answer.gaps,
    whole: answer.data.length < limit,
  };
}

/**
 * The book after reading its newest bars again.
 *
 * What only `before` knows stays: older pages, and whatever the stream told after the answer was written.
 * A bar never falls back to a lower state. Where answer and book do not touch, the answer alone counts.
 */
export function renewed(before: Book | undefined, answer: Answer, limit: number): Book {
  const now = bookOf(answer, limit);
  const first = answer.data[0]?.time;
  if (before === undefined || first === undefined) return before ?? now;
  const newest = before.settled.at(-1);
  if (newest === undefined || newest.time < first) return now;
  const older = before.settled.filter(({ time }) => time < first);
  const settled = [...older, ...united(before.settled.slice(older.length), now.settled)];
  return {
    settled,
    forming: later(before.forming, now.forming, settled.at(-1)?.time ?? 0),
    gaps: [...before.gaps.filter(({ start }) => Date.parse(start) < first), ...now.gaps],
    whole: older.length > 0 ? before.whole : now.whole,
  };
}

/** The book with a page of older bars before it. */
export function withOlder(book: Book, answer: Answer, limit: number): Book {
  const first = book.settled[0]?.time ?? Infinity;
  const older = answer.data.filter(({ time }) => time < first);
  const gaps = answer.gaps.filter(({ start }) => Date.parse(start) < first);
  const known = new Set(gaps.map(({ start }) => start));
  return {
    ...book,
    settled: [...older, ...book.settled],
    gaps: [...gaps, ...book.gaps.filter(({ start }) => !known.has(start))],
    whole: answer.data.length < limit,
  };
}

/** The book after a quote: it moves the forming bar, or opens the next one. */
export function withQuote(book: Book, quote: QuoteBody, timeframe: Timeframe, heard: number | null): Book {
  const at = Date.parse(quote.timestamp);
  const time = barOpening(at, timeframe);
  const { forming } = book;
  const last = book.settled.at(-1)?.time ?? -Infinity;
  // Outside of the session, of a bar that is closed, or overtaken by a newer one: it changes nothing.
  if (time === null || time <= last || (forming !== null && at < forming.at)) return book;
  const { price, volume } = quote.data;
  const told = {
    open: quote.data.open ?? price,
    high: Math.max(quote.data.high ?? price, price),
    low: Math.min(quote.data.low ?? price, price),
    close: price,
    volume,
  };
  if (forming !== null && forming.bar.time === time) {
    // A five-minute quote tells the whole bar; of a longer bar it tells the last part.
    const bar = timeframe === "5m" ? { ...forming.bar, ...told } : stretched(forming.bar, told);
    return { ...book, forming: { bar, at, heard } };
  }
  const settled = forming === null ? book.settled : [...book.settled, forming.bar];
  return { ...book, settled, forming: { bar: { time, ...told, state: "forming" }, at, heard } };
}

/** The book after the stream told a closed five-minute bar: new, late, out of order, revised, or told again. */
export function withBar(book: Book, { data }: Pick<BarBody, "data">, timeframe: Timeframe): Book {
  if (timeframe !== "5m") return withPart(book, data, timeframe);
  const { time, open, high, low, close, volume, state } = data;
  const { settled } = book;
  if (settled.length > 0 && time < (settled[0]?.time ?? 0)) return book;
  const place = placeOf(settled, time);
  const known = settled[place]?.time === time ? settled[place] : undefined;
  if (known !== undefined && (RANK[known.state] > RANK[state] || sameFigures(known, data))) return book;
  const bar: Candle = { time, open, high, low, close, volume, state };
  const isForming = book.forming?.bar.time === time;
  return {
    ...book,
    settled: [...settled.slice(0, place), bar, ...settled.slice(place + (known === undefined ? 0 : 1))],
    forming: isForming ? null : book.forming,
    gaps: withoutGapAt(book.gaps, time, WIDTH[timeframe]),
  };
}

/** The opening of the first bar, of the newest session's length, that REST must tell more of; null: none. */
export function unfinished({ settled }: Book, among = 60): EpochMs | null {
  const recent = settled.slice(-among);
  // `undefined`: the stream told it, which carries no indicators; null: they warm up, or L2 has not seen it.
  return recent.find((bar) => bar.state === "forming" || bar.ema_20 == null)?.time ?? null;
}

/** A five-minute bar as part of a longer one. Only the newest grows here: older ones are read again by REST. */
function withPart(book: Book, data: BarBody["data"], timeframe: Timeframe): Book {
  const time = barOpening(data.time, timeframe);
  const last = book.settled.at(-1)?.time ?? -Infinity;
  const { forming } = book;
  if (time === null || time <= last || (forming !== null && time < forming.bar.time)) return book;
  const at = barClose(data.time, "5m");
  const { open, high, low, close, volume } = data;
  if (forming === null || time > forming.bar.time) {
    const settled = forming === null ? book.settled : [...book.settled, forming.bar];
    const bar: Candle = { time, open, high, low, close, volume, state: "forming" };
    return { ...book, settled, forming: { bar, at, heard: null } };
  }
  const newer = at >= forming.at;
  const bar = stretched(forming.bar, { high, low, close: newer ? close : forming.bar.close });
  return { ...book, forming: { bar, at: Math.max(at, forming.at), heard: forming.heard } };
}

function stretched(bar: Candle, part: Pick<Candle, "high" | "low" | "close">): Candle {
  return { ...bar, high: Math.max(bar.high, part.high), low: Math.min(bar.low, part.low), close: part.close };
}

/** Bars of both, by time; of two of one time that of the higher state, and of equals the answer's, which has indicators. */
function united(before: readonly Candle[], answer: readonly Candle[]): Candle[] {
  const byTime = new Map(before.map((bar) => [bar.time, bar]));
  for (const bar of answer) {
    const known = byTime.get(bar.time);
    if (known === undefined || RANK[known.state] <= RANK[bar.state])
      byTime.set(bar.time, known !== undefined && sameBar(known, bar) ? known : bar);
  }
  return [...byTime.values()].sort((one, other) => one.time - other.time);
}

function later(before: Forming | null, now: Forming | null, settled: EpochMs): Forming | null {
  const open = [before, now].filter((one) => one !== null && one.bar.time > settled);
  return open.reduce((best, one) => (best === null || (one?.at ?? 0) > best.at ? one : best), null);
}

function placeOf(bars: readonly Candle[], time: EpochMs): number {
  // Nearly always the last place.
  let place = bars.length;
  while (place > 0 && (bars[place - 1]?.time ?? 0) >= time) place -= 1;
  return place;
}

function sameFigures(known: Candle, told: BarBody["data"]): boolean {
  return (["open", "high", "low", "close", "volume", "state"] as const).every(
    (key) => known[key] === told[key],
  );
}

function sameBar(known: Candle, told: Candle): boolean {
  return (Object.keys(told) as (keyof Candle)[]).every((key) => known[key] === told[key]);
}
