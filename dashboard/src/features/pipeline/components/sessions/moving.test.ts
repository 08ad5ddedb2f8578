import { describe, expect, test } from "vitest";
import { drawnRows, moved, scrollFor } from "./moving";

const EXTENT = { rows: 100, columns: 8, page: 10 };

describe("keys of the grid", () => {
  test.each([
    ["ArrowDown", { row: 6, column: 3 }],
    ["ArrowUp", { row: 4, column: 3 }],
    ["ArrowLeft", { row: 5, column: 2 }],
    ["ArrowRight", { row: 5, column: 4 }],
    ["PageDown", { row: 15, column: 3 }],
    ["PageUp", { row: 0, column: 3 }],
    ["Home", { row: 5, column: 0 }],
    ["End", { row: 5, column: 7 }],
  ])("%s", (key, place) => {
    expect(moved({ row: 5, column: 3 }, key, EXTENT)).toEqual(place);
  });

  test("with control, Home and End go to the first and last row", () => {
    expect(moved({ row: 5, column: 3 }, "Home", EXTENT, true)).toEqual({ row: 0, column: 3 });
    expect(moved({ row: 5, column: 3 }, "End", EXTENT, true)).toEqual({ row: 99, column: 3 });
  });

  test("edges hold, other keys are not the grid's, and an empty grid has none", () => {
    expect(moved({ row: 99, column: 7 }, "ArrowDown", EXTENT)).toEqual({ row: 99, column: 7 });
    expect(moved({ row: 99, column: 7 }, "ArrowRight", EXTENT)).toEqual({ row: 99, column: 7 });
    expect(moved({ row: 0, column: 0 }, "x", EXTENT)).toBeNull();
    expect(moved({ row: 0, column: 0 }, "ArrowDown", { ...EXTENT, rows: 0 })).toBeNull();
  });
});

test("only rows near the sight are drawn, of however many there are", () => {
  expect(drawnRows(0, 300, 30, 10_000)).toEqual({ from: 0, to: 18 });
  expect(drawnRows(30_000, 300, 30, 10_000)).toEqual({ from: 992, to: 1018 });
  expect(drawnRows(30_000, 300, 30, 3)).toEqual({ from: 3, to: 3 });
});

test("a row out of sight is scrolled to, by no more than it takes", () => {
  expect(scrollFor(2, 0, 300, 30)).toBeNull();
  expect(scrollFor(2, 90, 300, 30)).toBe(60);
  expect(scrollFor(10, 0, 300, 30)).toBe(30);
});
