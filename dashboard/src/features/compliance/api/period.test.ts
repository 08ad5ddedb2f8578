import { expect, test } from "vitest";
import { before, periodFault } from "./period";

test.each([
  ["2025-06-01", "2025-06-18", null],
  ["2025-06-18", "2025-06-18", null],
  ["2025-03-18", "2025-06-18", null], // 92 days
  ["2025-03-17", "2025-06-18", "tooLong"],
  ["2025-06-18", "2025-06-17", "reversed"],
  ["2025-06-18", "2025-06-19", "future"],
  ["", "2025-06-18", "incomplete"],
  ["2025-06-18", "", "incomplete"],
])("from %s to %s, on the 18th: %s", (first, last, fault) => {
  expect(periodFault(first, last, "2025-06-18")).toBe(fault);
});

test("where today is not known the service alone judges the future", () => {
  expect(periodFault("2030-01-01", "2030-01-02", null)).toBeNull();
});

test("days before a day, over the end of a month", () => {
  expect(before("2025-03-01", 1)).toBe("2025-02-28");
  expect(before("2025-06-18", 30)).toBe("2025-05-19");
});
