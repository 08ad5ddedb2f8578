import { expect, test } from "vitest";
import { daysOf, faultOf, isIn, spanFrom, spanOf } from "./span";

test("a range is the same, dragged up or down", () => {
  const span = { first: "2025-06-10", last: "2025-06-13" };
  expect(spanOf("2025-06-10", "2025-06-13")).toEqual(span);
  expect(spanOf("2025-06-13", "2025-06-10")).toEqual(span);
  expect(spanOf("2025-06-10", "2025-06-10")).toEqual({ first: "2025-06-10", last: "2025-06-10" });
});

test("both ends are in it", () => {
  const span = { first: "2025-06-10", last: "2025-06-13" };
  expect(["2025-06-09", "2025-06-10", "2025-06-13", "2025-06-16"].map((day) => isIn(span, day))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isIn(null, "2025-06-10")).toBe(false);
  expect(daysOf(span)).toBe(4);
});

test.each([
  ["2025-06-10", "2025-06-13", null],
  ["", "2025-06-13", "incomplete"],
  ["2025-06-1", "2025-06-13", "incomplete"],
  ["2025-06-13", "2025-06-10", "reversed"],
  ["2025-06-10", "2025-06-19", "future"],
  ["1999-12-31", "2000-06-01", "early"],
  ["2022-06-13", "2025-06-17", null],
  ["2022-06-12", "2025-06-17", "long"],
])("%s to %s: %s", (first, last, fault) => {
  expect(faultOf({ first, last }, "2025-06-18")).toBe(fault);
});

test("half a span in the address is none", () => {
  expect(spanFrom("2025-06-10", null)).toBeNull();
  expect(spanFrom("2025-06-10", "2025-06-11")).toEqual({ first: "2025-06-10", last: "2025-06-11" });
});
