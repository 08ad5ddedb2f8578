import { expect, test } from "vitest";
import { moved } from "./heat-map-keys";

const MIDDLE = { row: 2, column: 1 };

test.each([
  ["ArrowUp", false, { row: 1, column: 1 }],
  ["ArrowDown", false, { row: 3, column: 1 }],
  ["ArrowLeft", false, { row: 2, column: 0 }],
  ["ArrowRight", false, { row: 2, column: 2 }],
  ["Home", false, { row: 2, column: 0 }],
  ["End", false, { row: 2, column: 4 }],
  ["Home", true, { row: 0, column: 0 }],
  ["End", true, { row: 9, column: 4 }],
  ["PageUp", false, { row: 0, column: 1 }],
  ["PageDown", false, { row: 9, column: 1 }],
])("%s (control %s) leads to its cell", (key, control, place) => {
  expect(moved(MIDDLE, key, 10, 5, control)).toEqual(place);
});

test("the edges hold, and other keys are left alone", () => {
  expect(moved({ row: 0, column: 0 }, "ArrowUp", 10, 5)).toEqual({ row: 0, column: 0 });
  expect(moved({ row: 9, column: 4 }, "ArrowRight", 10, 5)).toEqual({ row: 9, column: 4 });
  expect(moved(MIDDLE, "Tab", 10, 5)).toBeNull();
});
