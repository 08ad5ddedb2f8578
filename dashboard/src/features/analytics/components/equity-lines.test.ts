import { expect, test } from "vitest";
import type { Equity } from "../api/performance";
import { equityLines, farLines } from "./equity-lines";

const line = (name: string, equity: number[], drawdown: number[]) => ({ name, equity, drawdown });
const EQUITY = {
  equity: [1.01, 1],
  drawdown: [0, 0.01],
  costs: [
    line("costs x1", [1.01, 1], [0, 0.01]),
    line("costs x2", [1, 0.98], [0, 0.02]),
    line("costs x3", [0.99, 0.97], [0.01, 0.03]),
  ],
  baselines: [line("flat", [1, 1], [0, 0]), line("fade 10 bps", [0.9, 0.8], [0.1, 0.2])],
} as unknown as Equity;
const NAMES = {
  model: "Version 1",
  costs: (multiple: number) => `Costs × ${multiple}`,
  baseline: (name: string) => `the ${name}`,
};

test("the model, its higher costs, then the baselines; at once the costs it is the model itself", () => {
  const lines = equityLines(EQUITY, NAMES);
  expect(lines.map(({ label }) => label)).toEqual([
    "Version 1",
    "Costs × 2",
    "Costs × 3",
    "the flat",
    "the fade 10 bps",
  ]);
});

test("all are gains on the same capital, and falls are drawn downwards without a minus zero", () => {
  const [model, double] = equityLines(EQUITY, NAMES);
  expect(model?.values[0]).toBeCloseTo(0.01);
  expect(model?.values[1]).toBe(0);
  expect(model?.lower).toEqual([0, -0.01]);
  expect(double?.values[1]).toBeCloseTo(-0.02);
});

test("a service that does not say a baseline's drawdown gets none drawn", () => {
  const silent = { ...EQUITY, baselines: [{ name: "flat", equity: [1, 1] }] } as unknown as Equity;
  expect(equityLines(silent, NAMES).at(-1)?.lower).toBeUndefined();
});

test("baselines that go far away are hidden at first", () => {
  expect(farLines(EQUITY)).toEqual(["fade 10 bps"]);
});
