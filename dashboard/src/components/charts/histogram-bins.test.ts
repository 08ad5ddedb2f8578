import { expect, test } from "vitest";
import { along, binAt, binsOf } from "./histogram-bins";

const BINS = binsOf([-2, -1, 0, 1, 2], [1, 0, 3, 2]);

test("each bin lies between its edges, and the outermost are open", () => {
  expect(BINS.map(({ low, high }) => [low, high])).toEqual([
    [-2, -1],
    [-1, 0],
    [0, 1],
    [1, 2],
  ]);
  expect(BINS.map(({ open }) => open)).toEqual(["below", null, null, "above"]);
  expect(BINS.map(({ count }) => count)).toEqual([1, 0, 3, 2]);
});

test("a value falls into the bin that begins with it, and beyond the edges into the outermost", () => {
  expect(binAt(BINS, 0)).toBe(2);
  expect(binAt(BINS, -0.5)).toBe(1);
  expect(binAt(BINS, 99)).toBe(3);
  expect(binAt(BINS, -99)).toBe(0);
});

test("a value stands at its part of the axis, and never outside it", () => {
  expect(along(BINS, 0)).toBe(0.5);
  expect(along(BINS, 1)).toBe(0.75);
  expect(along(BINS, 50)).toBe(1);
});
