import { describe, expect, test } from "vitest";
import { FRESH_MS, newer, reachable, type StateBody, switchView, tightens } from "./switch";

const ACTIVE: StateBody = {
  state: "ACTIVE",
  version: 3,
  actor: "ana",
  reason: "opening",
  at: "2025-06-13T13:00:00Z",
  recorded_at: "2025-06-13T13:00:00Z",
};
const GOOD = { data: ACTIVE, error: null, dataUpdatedAt: 1_000, errorUpdatedAt: 0 };

describe("the switch", () => {
  test("is known while it was read a moment ago", () => {
    expect(switchView(GOOD, 1_000 + FRESH_MS)).toEqual({ kind: "known", standing: ACTIVE });
  });

  test("is unknown once the reading is old, though nothing failed", () => {
    expect(switchView(GOOD, 1_001 + FRESH_MS)).toEqual({
      kind: "unknown",
      since: 1_000,
      last: ACTIVE,
      error: null,
    });
  });

  test("is unknown once a reading failed, since it was last known", () => {
    const error = new Error("away");
    expect(switchView({ ...GOOD, error, errorUpdatedAt: 2_000 }, 2_000)).toEqual({
      kind: "unknown",
      since: 1_000,
      last: ACTIVE,
      error,
    });
  });

  test("that never was read is unknown since the first failure", () => {
    const error = new Error("away");
    const reading = { data: undefined, error, dataUpdatedAt: 0, errorUpdatedAt: 5_000 };
    expect(switchView(reading, 9_000)).toEqual({ kind: "unknown", since: 5_000, last: null, error });
    expect(switchView({ ...reading, error: null }, 9_000)).toEqual({ kind: "loading" });
  });
});

test("tightening: as the service judges it", () => {
  expect(tightens("ACTIVE", "HALTED")).toBe(true);
  expect(tightens("HALTED", "REDUCE_ONLY")).toBe(false);
  expect(tightens(null, "HALTED")).toBe(true);
  expect(tightens(null, "REDUCE_ONLY")).toBe(false);
});

test("a trader may only tighten, an operator may do both; from the unknown a trader may halt", () => {
  expect(reachable("REDUCE_ONLY", false)).toEqual(["HALTED"]);
  expect(reachable("HALTED", false)).toEqual([]);
  expect(reachable("HALTED", true)).toEqual(["REDUCE_ONLY", "ACTIVE"]);
  expect(reachable(null, false)).toEqual(["HALTED"]);
});

test("an older reading never covers a newer one", () => {
  expect(newer(ACTIVE, { ...ACTIVE, version: 2 }).version).toBe(3);
  expect(newer(ACTIVE, { ...ACTIVE, version: 4 }).version).toBe(4);
  expect(newer(undefined, ACTIVE)).toBe(ACTIVE);
});
