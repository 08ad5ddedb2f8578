import { expect, test } from "vitest";
import { stripScale } from "./strip-scale";

test("the axis holds every value and zero between round ticks", () => {
  const scale = stripScale([-0.54, 1.96, 1.57]);
  expect(scale.ticks).toEqual([-1, -0.5, 0, 0.5, 1, 1.5, 2]);
  expect(scale.digits).toBe(1);
  expect(scale.part(-1)).toBe(0);
  expect(scale.part(2)).toBe(1);
});

test.each([[[0]], [[]], [[-14.2, 2]], [[300, -2]], [[0.01]]])(
  "%j stays on the axis, with few ticks",
  (values) => {
    const scale = stripScale(values);
    for (const value of [0, ...values]) {
      expect(scale.part(value)).toBeGreaterThanOrEqual(0);
      expect(scale.part(value)).toBeLessThanOrEqual(1);
    }
    expect(scale.ticks.length).toBeGreaterThan(1);
    expect(scale.ticks.length).toBeLessThanOrEqual(9);
  },
);
