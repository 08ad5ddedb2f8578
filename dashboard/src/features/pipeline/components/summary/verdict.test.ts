import { describe, expect, test } from "vitest";
import { degraded, health, quality } from "../../fixtures";
import { firstOf, gradeShares, reasonsOf, verdictOn } from "./verdict";

describe("the one sentence", () => {
  test("nothing heard is unknown, not well", () => {
    expect(verdictOn(undefined, quality())).toEqual({ kind: "unknown" });
  });

  test("all well and nothing missing is complete", () => {
    expect(verdictOn(health(), quality({ missing_sessions: [] }))).toEqual({ kind: "complete" });
  });

  test("sessions without bars make it incomplete", () => {
    expect(verdictOn(health(), quality({ missing_sessions: ["2024-12-24", "2024-12-31"] }))).toEqual({
      kind: "incomplete",
      sessions: 2,
    });
  });

  test("of several ailing layers the one that is down is named, else the first", () => {
    const both = [degraded("L1", "late"), degraded("L3", "its newest run failed")];
    expect(verdictOn(health(both), quality())).toMatchObject({ kind: "degraded", layer: "L1", others: 1 });
    const worse = [...both, { ...degraded("L4", "nothing stored"), status: "down" as const }];
    expect(verdictOn(health(worse), quality())).toMatchObject({ kind: "down", layer: "L4", others: 2 });
  });
});

test("shares of the grades add up to one; with no graded session they are zero", () => {
  expect(gradeShares({ A: 6, B: 3, D: 1 }).map(({ share }) => share)).toEqual([0.6, 0.3, 0, 0.1]);
  expect(gradeShares({}).map(({ share }) => share)).toEqual([0, 0, 0, 0]);
});

test("the most frequent reason comes first", () => {
  expect(reasonsOf({ duplicate: 2, holiday: 40, scale: 7 }).map(([reason]) => reason)).toEqual([
    "holiday",
    "scale",
    "duplicate",
  ]);
});

test("a period ends today and begins as many days before", () => {
  expect(firstOf("30d", "2025-06-18T13:45:00Z")).toBe("2025-05-19");
  expect(firstOf("all", "2025-06-18T13:45:00Z")).toBeNull();
});
