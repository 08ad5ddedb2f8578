import { expect, test } from "vitest";
import { stepOf } from "./keyboard";

const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

function movable() {
  const done: string[] = [];
  return {
    done,
    shown: 100,
    pan: (bars: number) => done.push(`pan ${bars}`),
    zoom: (factor: number) => done.push(factor > 1 ? "nearer" : "farther"),
    showNewest: () => done.push("newest"),
    showOldest: () => done.push("oldest"),
  };
}

test("arrows pan by a tenth of the view, with Shift by nearly all of it", () => {
  const chart = movable();
  stepOf({ ...plain, key: "ArrowLeft" }, chart);
  stepOf({ ...plain, key: "ArrowRight", shiftKey: true }, chart);
  expect(chart.done).toEqual(["pan -10", "pan 90"]);
});

test("plus, minus, Home and End", () => {
  const chart = movable();
  for (const key of ["+", "-", "Home", "End"]) expect(stepOf({ ...plain, key }, chart)).toBe(true);
  expect(chart.done).toEqual(["nearer", "farther", "oldest", "newest"]);
});

test("other keys, and the browser's own, are left alone", () => {
  const chart = movable();
  expect(stepOf({ ...plain, key: "Tab" }, chart)).toBe(false);
  expect(stepOf({ ...plain, key: "+", ctrlKey: true }, chart)).toBe(false);
  expect(chart.done).toEqual([]);
});
