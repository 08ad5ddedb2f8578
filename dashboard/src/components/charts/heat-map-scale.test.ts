import { expect, test } from "vitest";
import { background, diverging, reach, sequential } from "./heat-map-scale";

test("the scale reaches as far as its farthest value, on either side", () => {
  expect(reach([1, null, -3, 2])).toBe(3);
  expect(reach([null])).toBe(0);
});

test("gains and losses of one size are equally strong, in two colours", () => {
  const [gain, loss] = [diverging(2, 4), diverging(-2, 4)];
  expect(gain.strength).toBe(loss.strength);
  expect([gain.toward, loss.toward]).toEqual(["up", "down"]);
  expect(diverging(4, 4).strength).toBeGreaterThan(gain.strength);
});

test("zero has no colour; the least that is not zero has some", () => {
  expect(diverging(0, 4)).toEqual({ toward: null, strength: 0 });
  expect(background(diverging(0, 4))).toBeUndefined();
  expect(sequential(0.0001, 1).strength).toBeGreaterThan(0);
  expect(sequential(1, 0)).toEqual({ toward: null, strength: 0 });
});

test("what lies beyond the scale is as strong as its end", () => {
  expect(sequential(5, 1)).toEqual(sequential(1, 1));
  expect(background(sequential(1, 1))).toBe("color-mix(in oklab, var(--accent) 46%, var(--surface))");
});
