import { expect, test } from "vitest";
import { intervalScale, sideOf } from "./interval-scale";

test("a bar and its mark both stand on the track, in their order", () => {
  const { left, width, mark } = intervalScale(2, 4, 0);
  expect(mark).toBeCloseTo(8);
  expect(left).toBeCloseTo(50);
  expect(left + width).toBeCloseTo(92);
});

test("an interval across the mark has it inside", () => {
  const { left, width, mark } = intervalScale(-1, 3, 0);
  expect(left).toBeLessThan(mark);
  expect(left + width).toBeGreaterThan(mark);
});

test("an interval without width is still seen", () => {
  expect(intervalScale(0, 0, 0).width).toBe(2);
});

test.each([
  [0.1, 2, 0, "above"],
  [-2, -0.1, 0, "below"],
  [-1, 1, 0, "across"],
  [0, 1, 0, "across"],
  [0.4, 0.9, 1, "below"],
])("from %f to %f beside %f it is %s", (low, high, mark, side) => {
  expect(sideOf(low, high, mark)).toBe(side);
});
