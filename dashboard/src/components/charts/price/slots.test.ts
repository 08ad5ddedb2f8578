import { expect, test } from "vitest";
import { barOpening, sessionOpening } from "./grid";
import {
  ahead,
  between,
  type Candle,
  firstChange,
  firstFrom,
  type Gap,
  holesOf,
  newestSession,
  sessionStarts,
  type Slot,
  slotsOf,
} from "./slots";

const at = (text: string) => Date.parse(`2025-06-${text}Z`);
const bar = (text: string): Candle => ({
  time: at(text),
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: null,
  state: "final",
});
const gap = (start: string, end: string, bars: number, reason: Gap["reason"]): Gap => ({
  start: `2025-06-${start}:00Z`,
  end: `2025-06-${end}:00Z`,
  bars,
  reason,
});
const names = (slots: readonly Slot[]) =>
  slots.map(
    ({ time, reason }) => `${new Date(time).toISOString().slice(8, 16)}${reason ? ` ${reason}` : ""}`,
  );

test("nights have no place; a hole within a session has one for each bar, with its reason", () => {
  const bars = [bar("17T17:50"), bar("17T17:55"), bar("18T13:00"), bar("18T13:15")];
  expect(names(slotsOf(bars, [gap("18T13:05", "18T13:15", 2, "quarantined")], "5m"))).toEqual([
    "17T17:50",
    "17T17:55",
    "18T13:00",
    "18T13:05 quarantined",
    "18T13:10 quarantined",
    "18T13:15",
  ]);
});

test("holes that no answer told of are there too: at the end of a session, and at the next one's beginning", () => {
  expect(names(slotsOf([bar("17T17:50"), bar("18T13:05")], [], "5m"))).toEqual([
    "17T17:50",
    "17T17:55 unknown",
    "18T13:00 unknown",
    "18T13:05",
  ]);
});

test("a whole missing session, and bars missing after the newest, keep their places", () => {
  const gaps = [gap("17T13:00", "17T18:00", 5, "missing"), gap("18T14:00", "18T15:00", 1, "not_yet")];
  const slots = slotsOf([bar("16T17:00"), bar("18T13:00")], gaps, "1h");
  expect(slots.filter(({ reason }) => reason === "missing")).toHaveLength(5);
  expect(names(slots).at(-1)).toBe("18T14:00 not_yet");
  expect(holesOf(slots)).toEqual([
    { from: 1, to: 5 },
    { from: 7, to: 7 },
  ]);
  expect(sessionStarts(slots)).toEqual([1, 6]);
});

test("a gap that has its bar by now is none, and gaps before the first bar are not drawn", () => {
  const gaps = [gap("17T13:00", "17T13:05", 1, "missing"), gap("18T13:00", "18T13:05", 1, "missing")];
  expect(names(slotsOf([bar("18T13:00")], gaps, "5m"))).toEqual(["18T13:00"]);
});

test("days are one place each", () => {
  expect(names(slotsOf([bar("13T13:00"), bar("16T13:00"), bar("17T13:00")], [], "1d"))).toHaveLength(3);
  expect(between(at("13T13:00"), at("16T13:00"), "1d")).toEqual([]);
});

test("what changed is found from the front", () => {
  const before = slotsOf([bar("18T13:00"), bar("18T13:05")], [], "5m");
  const same = [...before];
  expect(firstChange(before, same)).toBe(2);
  expect(
    firstChange(before, [
      ...before.slice(0, 1),
      { time: at("18T13:05"), bar: bar("18T13:05"), reason: null },
    ]),
  ).toBe(1);
  expect(firstFrom([3, 8, 12], 8)).toBe(1);
  expect(firstFrom([3, 8, 12], 13)).toBe(3);
});

test("an instant belongs to a bar only within the hours of a session", () => {
  expect(barOpening(at("18T13:04:59"), "5m")).toBe(at("18T13:00"));
  expect(barOpening(at("18T17:59:59"), "1h")).toBe(at("18T17:00"));
  expect(barOpening(at("18T18:00"), "5m")).toBeNull();
  expect(barOpening(at("18T12:59:59"), "5m")).toBeNull();
  expect(sessionOpening(at("18T23:00"))).toBe(at("18T13:00"));
});

test("the rest of a session is expected, and nothing after its close", () => {
  expect(names(ahead(at("18T17:45"), "5m").map((time) => ({ time, bar: null, reason: null })))).toEqual([
    "18T17:50",
    "18T17:55",
  ]);
  expect(ahead(at("18T17:55"), "5m")).toEqual([]);
  expect(ahead(at("18T13:00"), "1d")).toEqual([]);
  expect(ahead(at("18T13:00"), "1h")).toHaveLength(4);
});

test("the newest session is that of the newest bar, whatever is missing after it", () => {
  const bars = [bar("17T17:50"), bar("17T17:55"), bar("18T13:00"), bar("18T13:05")];
  expect(newestSession(slotsOf(bars, [], "5m"))).toBe(2);
  const night = gap("18T13:00", "18T13:15", 3, "not_yet");
  expect(newestSession(slotsOf(bars.slice(0, 2), [night], "5m"))).toBe(0);
  expect(newestSession([])).toBe(0);
});
