import { describe, expect, test } from "vitest";
import { lowerAt, placeAfter, placesOf, pointsOf, type SeriesLine, valuesAt } from "./lines";

const DAYS = ["2025-06-16", "2025-06-17"];
const START = { value: 100, label: "Start" };
const LINE: SeriesLine = { id: "a", label: "A", values: [101, null], colour: "accent" };

test("places are the session days, and the start is the day before the first", () => {
  expect(placesOf(DAYS).map(({ day }) => day)).toEqual(DAYS);
  expect(placesOf(DAYS, START)[0]).toEqual({ day: "2025-06-15", isStart: true });
  expect(placesOf(["2025-01-01"], START)[0]?.day).toBe("2024-12-31");
  expect(placesOf([], START)).toEqual([]);
});

test("a line begins at the start, a drawdown at none, and bars have no start", () => {
  expect(valuesAt(LINE)).toEqual([101, null]);
  expect(valuesAt(LINE, START)).toEqual([100, 101, null]);
  expect(valuesAt({ ...LINE, begins: 33 }, START)).toEqual([33, 101, null]);
  expect(lowerAt({ ...LINE, lower: [-1, -2] }, START)).toEqual([0, -1, -2]);
  expect(lowerAt({ ...LINE, lower: [-1, -2] })).toEqual([-1, -2]);
  expect(lowerAt(LINE, START)).toBeNull();
  expect(valuesAt({ ...LINE, kind: "bars" }, START)).toEqual([null, 101, null]);
});

test("a day without a value is an empty place, never a zero", () => {
  expect(pointsOf(placesOf(DAYS), [0, null])).toEqual([
    { time: "2025-06-16", value: 0 },
    { time: "2025-06-17" },
  ]);
  expect(pointsOf(placesOf(DAYS), [Number.NaN])).toEqual([{ time: "2025-06-16" }, { time: "2025-06-17" }]);
});

describe("keys move among 60 places", () => {
  test.each([
    ["ArrowLeft", 30, 29],
    ["ArrowRight", 30, 31],
    ["ArrowLeft", 0, 0],
    ["ArrowRight", 59, 59],
    ["PageUp", 30, 10],
    ["PageDown", 50, 59],
    ["Home", 30, 0],
    ["End", 30, 59],
    ["a", 30, null],
  ])("%s from %i leads to %s", (key, at, to) => {
    expect(placeAfter(key, at, 60)).toBe(to);
  });
});
