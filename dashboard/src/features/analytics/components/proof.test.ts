import { expect, test } from "vitest";
import { progressOf, reachedAt } from "./proof";

const curve = (limit: number, ...values: number[]) => ({
  limit,
  data: values.map((value, place) => ({ session: `2026-01-${place + 1}`, value })),
});

test("before its first session a proof stands at 1, with all sessions to go", () => {
  expect(progressOf(curve(33))).toEqual({ sessions: 0, wealth: 1, left: 60, provenAt: null });
});

test("what reached the target before the first look is not proven by that", () => {
  const early = curve(33, ...Array.from({ length: 59 }, () => 40));
  expect(progressOf(early)).toMatchObject({ left: 1, provenAt: null });
  const fell = curve(33, ...Array.from({ length: 59 }, () => 40), 20, 34, 10);
  expect(progressOf(fell)).toMatchObject({ sessions: 62, wealth: 10, left: 0, provenAt: 61 });
});

test("a line is reached where the value first stands at it", () => {
  expect(reachedAt(curve(20, 1, 20, 25), 0)).toBe(1);
  expect(reachedAt(curve(20, 1, 19.9), 0)).toBeNull();
});
