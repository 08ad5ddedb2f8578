import { expect, test } from "vitest";
import type { components } from "@/lib/api/types/trading";
import type { BarBody, QuoteBody } from "@/lib/stream/messages";
import {
  type Book,
  bookOf,
  type Candle,
  renewed,
  unfinished,
  withBar,
  withOlder,
  withQuote,
} from "./candle-book";

const at = (text: string) => Date.parse(`2025-06-${text}Z`);
const candle = (text: string, more: Partial<Candle> = {}): Candle => ({
  time: at(text),
  open: 10,
  high: 12,
  low: 9,
  close: 11,
  volume: null,
  ema_20: 10.5,
  state: "final",
  ...more,
});
const answer = (data: Candle[], end = "18T13:30", gaps: components["schemas"]["GapBody"][] = []) => ({
  symbol: "USDCOP",
  timeframe: "5m" as const,
  start_date: null,
  end_date: `2025-06-${end}:00Z`,
  count: data.length,
  data,
  gaps,
});
const event = (text: string, more: Partial<BarBody["data"]> = {}): Pick<BarBody, "data"> => ({
  data: {
    time: at(text),
    open: 10,
    high: 13,
    low: 9,
    close: 12,
    volume: null,
    state: "final",
    session: "2025-06-18",
    slot: 0,
    ...more,
  },
});
const quote = (text: string, price: number, more: Partial<QuoteBody["data"]> = {}): QuoteBody => ({
  symbol: "USDCOP",
  timestamp: `2025-06-${text}Z`,
  data: {
    price,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: null,
    bid: null,
    ask: null,
    spread: null,
    ...more,
  },
  metadata: { source: "realtime", latency_ms: 1, data_quality: "live" },
});
const times = ({ settled }: Book) => settled.map(({ time }) => new Date(time).toISOString().slice(11, 16));

const book = bookOf(
  answer([
    candle("18T13:00"),
    candle("18T13:05"),
    candle("18T13:15"),
    candle("18T13:20", { state: "forming", ema_20: null }),
  ]),
  1_000,
);

test("the bar that is still open stands apart", () => {
  expect(times(book)).toEqual(["13:00", "13:05", "13:15"]);
  expect(book.forming?.bar.time).toBe(at("18T13:20"));
  expect(book.whole).toBe(true);
});

test("a quote moves the forming bar, and the next slot's quote opens the next bar", () => {
  const moved = withQuote(book, quote("18T13:30:10", 12.5), "5m", 7);
  expect(times(moved)).toEqual(["13:00", "13:05", "13:15", "13:20"]);
  expect(moved.forming).toMatchObject({
    bar: { time: at("18T13:30"), close: 12.5, state: "forming" },
    heard: 7,
  });
  const again = withQuote(moved, quote("18T13:30:40", 11, { open: 12.5, high: 12.5, low: 11 }), "5m", 8);
  expect(again.forming?.bar).toMatchObject({ open: 12.5, high: 12.5, low: 11, close: 11 });
});

test("a quote out of order, of a closed bar, or after the session changes nothing", () => {
  const moved = withQuote(book, quote("18T13:30:40", 12), "5m", 1);
  expect(withQuote(moved, quote("18T13:30:10", 99), "5m", 2)).toBe(moved);
  expect(withQuote(book, quote("18T13:17:00", 99), "5m", 2)).toBe(book);
  expect(withQuote(book, quote("18T18:00:01", 99), "5m", 2)).toBe(book);
});

test("a closed bar takes the forming one's place, and told twice it counts once", () => {
  const closed = withBar(book, event("18T13:20"), "5m");
  expect(closed.forming).toBeNull();
  expect(closed.settled.at(-1)).toMatchObject({ close: 12, state: "final" });
  expect(withBar(closed, event("18T13:20"), "5m")).toBe(closed);
});

test("a late bar fills its hole in order, and the gap around it splits", () => {
  const gap = {
    start: "2025-06-18T13:05:00Z",
    end: "2025-06-18T13:20:00Z",
    bars: 3,
    reason: "missing" as const,
  };
  const holed = { ...book, settled: [candle("18T13:00"), candle("18T13:20")], forming: null, gaps: [gap] };
  const filled = withBar(holed, event("18T13:10"), "5m");
  expect(times(filled)).toEqual(["13:00", "13:10", "13:20"]);
  expect(filled.gaps.map(({ start, bars }) => [start.slice(11, 16), bars])).toEqual([
    ["13:05", 1],
    ["13:15", 1],
  ]);
});

test("a revision replaces the bar and its indicators are unknown again; a final bar never undoes it", () => {
  const revised = withBar(book, event("18T13:05", { close: 10.2, state: "revised" }), "5m");
  expect(revised.settled[1]).toMatchObject({ close: 10.2, state: "revised" });
  expect(revised.settled[1]?.ema_20).toBeUndefined();
  expect(withBar(revised, event("18T13:05"), "5m")).toBe(revised);
  expect(unfinished(revised)).toBe(at("18T13:05"));
});

test("bars older than what is loaded are left to the pages of history", () => {
  expect(withBar(book, event("17T17:55"), "5m")).toBe(book);
});

test("a longer bar grows with quotes and closed bars, and keeps its opening", () => {
  const hour = bookOf(answer([candle("17T17:00"), candle("18T13:00", { state: "forming" })]), 2);
  const quoted = withQuote(hour, quote("18T13:31:00", 14), "1h", 1);
  expect(quoted.forming?.bar).toMatchObject({ time: at("18T13:00"), open: 10, high: 14, low: 9, close: 14 });
  const told = withBar(quoted, event("18T13:30", { low: 8, close: 9 }), "1h");
  expect(told.forming?.bar).toMatchObject({ high: 14, low: 8, close: 9 });
  const late = withBar(told, event("18T13:25", { high: 15, close: 10 }), "1h");
  expect(late.forming?.bar).toMatchObject({ high: 15, close: 9 });
});

test("at the session's edge the next day's first bar opens a new longer bar", () => {
  const days = bookOf(answer([candle("16T13:00"), candle("17T13:00", { state: "forming" })], "17T18:00"), 2);
  const next = withBar(days, event("18T13:00"), "1d");
  expect(next.settled.map(({ time }) => time)).toEqual([at("16T13:00"), at("17T13:00")]);
  expect(next.forming?.bar.time).toBe(at("18T13:00"));
});

test("reading again keeps older pages and what the stream told after the answer was written", () => {
  const older = withOlder(book, answer([candle("17T17:50"), candle("17T17:55")]), 2);
  const streamed = withQuote(withBar(older, event("18T13:20"), "5m"), quote("18T13:31:00", 12), "5m", 3);
  const read = answer(
    [candle("18T13:15", { ema_20: 99 }), candle("18T13:20", { state: "forming" })],
    "18T13:24",
  );
  const merged = renewed(streamed, read, 2);
  expect(times(merged)).toEqual(["17:50", "17:55", "13:00", "13:05", "13:15", "13:20"]);
  expect(merged.settled.at(-1)).toMatchObject({ state: "final", close: 12 });
  expect(merged.settled.at(-2)?.ema_20).toBe(99);
  expect(merged.forming).toMatchObject({ bar: { time: at("18T13:30") }, heard: 3 });
});

test("an answer that brings indicators makes a bar finished", () => {
  const closed = withBar(book, event("18T13:20"), "5m");
  expect(unfinished(closed)).toBe(at("18T13:20"));
  expect(unfinished(renewed(closed, answer([candle("18T13:20", { high: 13, close: 12 })]), 100))).toBeNull();
});

test("what does not touch the answer is let go: there would be a hole that nobody knows of", () => {
  const far = renewed(book, answer([candle("20T13:00")], "20T13:10"), 1);
  expect(far.settled.map(({ time }) => time)).toEqual([at("20T13:00")]);
  expect(far.forming).toBeNull();
});

test("a page that comes short is the last; gaps known twice count once", () => {
  const gap = {
    start: "2025-06-17T17:45:00Z",
    end: "2025-06-17T17:50:00Z",
    bars: 1,
    reason: "missing" as const,
  };
  const older = withOlder(
    { ...book, whole: false, gaps: [gap] },
    answer([candle("17T17:50")], "18T13:00", [gap]),
    2,
  );
  expect(older.whole).toBe(true);
  expect(older.gaps).toEqual([gap]);
  expect(times(older)[0]).toBe("17:50");
});
