import { expect, test } from "vitest";
import { endOf, indexOfMonth, monthAfter, monthsBetween } from "./months";

test("months end on their last day, leap years too", () => {
  expect(endOf("2024-02")).toBe("2024-02-29");
  expect(endOf("2025-12")).toBe("2025-12-31");
});

test("months follow one another over the turn of the year", () => {
  expect(monthAfter("2024-12", 1)).toBe("2025-01");
  expect(monthAfter("2025-01", -1)).toBe("2024-12");
  expect(monthsBetween("2024-11", "2025-02")).toEqual(["2025-02", "2025-01", "2024-12", "2024-11"]);
});

test("a month that was read is gone to; another must be asked for", () => {
  const sessions = ["2025-06-18", "2025-06-17", "2025-05-30", "2025-03-31"];
  expect(indexOfMonth(sessions, "2025-06")).toBe(0);
  expect(indexOfMonth(sessions, "2025-05")).toBe(2);
  expect(indexOfMonth(sessions, "2025-04")).toBe(3); // a month without sessions: the one before
  expect(indexOfMonth(sessions, "2025-07")).toBe(-1);
  expect(indexOfMonth(sessions, "2025-02")).toBe(-1);
  expect(indexOfMonth([], "2025-02")).toBe(-1);
});
