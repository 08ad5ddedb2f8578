import { expect, test } from "vitest";
import { blockBeside } from "./gantt-keys";
import type { Block, Piece } from "./gantt-scale";

const block = (id: string, lane: string, left: number): Block<Piece> => ({
  piece: { id, lane, start: left, end: left + 10, tone: "good" },
  count: 1,
  left,
  width: 10,
});
const LANES = ["L0", "L1", "L2"];
const [a, b, c, d, e] = [
  block("a", "L0", 0),
  block("b", "L0", 50),
  block("c", "L0", 90),
  block("d", "L2", 10),
  block("e", "L2", 70),
] as const;
const BLOCKS = [c, a, e, b, d];

test.each([
  [b, "ArrowLeft", a],
  [b, "ArrowRight", c],
  [c, "ArrowRight", null],
  [a, "ArrowLeft", null],
  [c, "Home", a],
  [a, "End", c],
  [b, "ArrowDown", e], // 75 is nearer to 55 than 15 is; L1 has nothing
  [a, "ArrowDown", d],
  [d, "ArrowUp", a],
  [e, "ArrowDown", null],
  [a, "ArrowUp", null],
  [a, "x", null],
])("from %o %s leads to %o", (from, key, to) => {
  expect(blockBeside(BLOCKS, LANES, from, key)).toBe(to);
});
