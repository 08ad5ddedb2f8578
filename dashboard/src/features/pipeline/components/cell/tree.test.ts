import { describe, expect, test } from "vitest";
import { lineage, lineageNode } from "../../fixtures";
import { linesOf, stepOf, treeOf } from "./tree";

const top = treeOf(lineage());
if (top === null) throw new Error("The lineage of the fixtures has partitions.");
const all = linesOf(top, new Set());
const ids = all.map(({ branch }) => branch.id);

describe("the tree", () => {
  test("reaches from the partition through its inputs to the raw rows", () => {
    expect(all.map(({ branch: { kind }, level }) => `${"·".repeat(level)}${kind}`)).toEqual([
      "·partition", // L2
      "··partition", // L1
      "···partition", // L0
      "····source",
      "··other", // before
    ]);
  });

  test("a lineage without partitions has none", () => {
    expect(treeOf(lineage({ nodes: [] }))).toBeNull();
  });

  test("an input that leads back to itself ends there", () => {
    const node = lineageNode("L1", "a", [["L1/2025-06-10", "a"]]);
    const loop = treeOf(lineage({ nodes: [node] }));
    expect(loop?.children.map(({ kind }) => kind)).toEqual(["other"]);
  });

  test("what is folded hides what is below it", () => {
    expect(linesOf(top, new Set([ids[1] ?? ""]))).toHaveLength(3);
    expect(linesOf(top, new Set([top.id]))).toHaveLength(1);
  });
});

describe("keys of the tree", () => {
  const step = (key: string, index: number, folded: string[] = []) =>
    stepOf(key, ids[index] ?? "", linesOf(top, new Set(folded)), new Set(folded));

  test("up, down, first and last", () => {
    expect(step("ArrowDown", 0)).toEqual({ to: ids[1] });
    expect(step("ArrowUp", 1)).toEqual({ to: ids[0] });
    expect(step("ArrowUp", 0)).toBeNull();
    expect(step("End", 0)).toEqual({ to: ids[4] });
    expect(step("Home", 4)).toEqual({ to: ids[0] });
  });

  test("right unfolds, then goes in; left folds, then goes out", () => {
    expect(step("ArrowRight", 1, [ids[1] ?? ""])).toEqual({ unfold: ids[1] });
    expect(step("ArrowRight", 1)).toEqual({ to: ids[2] });
    expect(step("ArrowLeft", 1)).toEqual({ fold: ids[1] });
    expect(step("ArrowLeft", 1, [ids[1] ?? ""])).toEqual({ to: ids[0] });
    expect(step("ArrowRight", 3)).toBeNull();
    expect(step("x", 0)).toBeNull();
  });
});
