import { describe, expect, test } from "vitest";
import { blocksOf, NARROWEST, type Piece, shifted, ticksOf, WIDEST, zoomed } from "./gantt-scale";

const BOGOTA = -5 * 3_600_000;
const at = (time: string) => Date.parse(`2025-06-18T${time}Z`);
const hour = { from: at("13:00"), to: at("14:00") };

describe("ticks", () => {
  const times = (most: number, span = hour) =>
    ticksOf(span, most, BOGOTA).map((tick) => new Date(tick.at).toISOString().slice(8, 16));

  test("are round, within the span, and no more than asked for", () => {
    expect(times(7)).toEqual(["18T13:00", "18T13:10", "18T13:20", "18T13:30", "18T13:40", "18T13:50"]);
    expect(times(4)).toEqual(["18T13:00", "18T13:15", "18T13:30", "18T13:45"]);
  });

  test("days begin at midnight in Bogotá", () => {
    const days = ticksOf({ from: at("00:00"), to: at("00:00") + 3 * 86_400_000 }, 4, BOGOTA);
    expect(days.map((tick) => new Date(tick.at).getUTCHours())).toEqual([5, 5, 5]);
    expect(days.every(({ isDay }) => isDay)).toBe(true);
  });

  test("a span wider than any step has the widest", () => {
    const year = { from: at("00:00"), to: at("00:00") + 365 * 86_400_000 };
    expect(ticksOf(year, 3, BOGOTA)).toHaveLength(13);
  });
});

describe("zooming", () => {
  test("keeps the instant under the pointer", () => {
    const half = zoomed(hour, 0.5, at("13:15"));
    expect(half).toEqual({ from: at("13:07") + 30_000, to: at("13:37") + 30_000 });
  });

  test("has an end both ways", () => {
    const wide = ({ from, to }: { from: number; to: number }) => Math.round(to - from);
    expect(wide(zoomed(hour, 1e-6, at("13:30")))).toBe(NARROWEST);
    expect(wide(zoomed(hour, 1e6, at("13:30")))).toBe(WIDEST);
  });

  test("shifting keeps the width", () => {
    expect(shifted(hour, -0.5)).toEqual({ from: at("12:30"), to: at("13:30") });
  });
});

describe("blocks", () => {
  const piece = (id: string, start: string, end: string, given: Partial<Piece> = {}): Piece => ({
    id,
    lane: "L0",
    start: at(start),
    end: at(end),
    tone: "good",
    ...given,
  });
  const drawn = (pieces: Piece[], width = 3600) =>
    blocksOf(pieces, hour, width).map(({ piece: { id }, count, left, width: wide }) => [
      id,
      count,
      left,
      wide,
    ]);

  test("stand where their time is; short ones can still be seen", () => {
    expect(drawn([piece("a", "13:10", "13:20"), piece("b", "13:30", "13:30:01")])).toEqual([
      ["a", 1, 600, 600],
      ["b", 1, 1800, 3],
    ]);
  });

  test("out of sight is not drawn, half in sight is", () => {
    expect(
      drawn([piece("a", "12:00", "12:59"), piece("b", "12:50", "13:10"), piece("c", "14:00", "14:10")]),
    ).toEqual([["b", 1, -600, 1200]]);
  });

  test("neighbours without space become one, of one lane only", () => {
    const pieces = [
      piece("a", "13:10", "13:11"),
      piece("b", "13:12", "13:13"),
      piece("c", "13:12", "13:13", { lane: "L1" }),
    ];
    expect(drawn(pieces, 36).map(([id, count]) => [id, count])).toEqual([
      ["b", 2],
      ["c", 1],
    ]);
    expect(drawn(pieces)).toHaveLength(3);
  });

  test("what failed never disappears among what did not", () => {
    const pieces = [
      piece("a", "13:10", "13:11"),
      piece("b", "13:11", "13:12", { tone: "bad" }),
      piece("c", "13:12", "13:13"),
    ];
    expect(drawn(pieces, 36)).toHaveLength(3);
  });
});
