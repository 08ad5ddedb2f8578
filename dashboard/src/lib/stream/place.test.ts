import { describe, expect, test } from "vitest";
import { judge, placeOf } from "./place";

const HERE = { epoch: 2, seq: 10 };

describe("an event after seq 10 of epoch 2", () => {
  test.each([
    [{ epoch: 2, seq: 11 }, "next"],
    [{ epoch: 2, seq: 15, skipped_from: 11 }, "next"],
    [{ epoch: 2, seq: 10 }, "seen"],
    [{ epoch: 1, seq: 99 }, "seen"],
    [{ epoch: 2, seq: 12 }, "hole"],
    [{ epoch: 2, seq: 15, skipped_from: 12 }, "hole"],
    [{ epoch: 3, seq: 1 }, "hole"],
  ] as const)("%o is %s", (event, verdict) => {
    expect(judge(HERE, event)).toBe(verdict);
  });
});

test("before any snapshot everything is a hole", () => {
  expect(judge(null, { epoch: 1, seq: 1 })).toBe("hole");
});

test("a stream without an event yet has no place", () => {
  expect(placeOf({ epoch: null, seq: null })).toBeNull();
  expect(placeOf({ epoch: 4, seq: 7 })).toEqual({ epoch: 4, seq: 7 });
});
