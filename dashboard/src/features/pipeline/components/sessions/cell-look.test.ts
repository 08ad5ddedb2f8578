import { describe, expect, test } from "vitest";
import { cell, sessionRow } from "../../fixtures";
import { isWanted, LOOKS, lookOf } from "./cell-look";

describe("how a cell looks", () => {
  const present = cell("L2", "present");

  test.each([
    ["good", sessionRow({ grade: "A" })],
    ["good", sessionRow({ grade: "B" })],
    ["holes", sessionRow({ grade: "C" })],
    ["weak", sessionRow({ grade: "D" })],
    ["stale", sessionRow({ grade: "A", stale: true })],
    ["holiday", sessionRow({ expected: false, grade: null })],
  ])("present is %s by the verdict on its session", (look, row) => {
    expect(lookOf(present, row)).toBe(look);
  });

  test.each([
    ["provisional", "running", "amber"],
    ["missing", "missing", "red"],
    ["absent", "absent", "grey"],
    ["future", "future", "grey"],
  ] as const)("%s is %s, %s, whatever the grade", (state, look, colour) => {
    expect(lookOf(cell("L1", state), sessionRow({ grade: "A" }))).toBe(look);
    expect(LOOKS[look].colour).toBe(colour);
  });

  test("no two looks have the same sign", () => {
    const signs = Object.values(LOOKS).map(({ sign }) => sign);
    expect(new Set(signs).size).toBe(signs.length);
  });
});

test("each session is in exactly one of the filters besides all", () => {
  const sessions = [
    sessionRow({ grade: "A" }),
    sessionRow({ grade: "D", stale: true }),
    sessionRow({ grade: null, expected: false }),
  ];
  const parts = ["A", "B", "C", "D", "stale", "none"] as const;
  for (const row of sessions) {
    expect(isWanted(row, "all")).toBe(true);
    expect(parts.filter((part) => isWanted(row, part))).toHaveLength(1);
  }
  expect(isWanted(sessions[1] ?? sessionRow(), "stale")).toBe(true);
});
