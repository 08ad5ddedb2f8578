import { describe, expect, test } from "vitest";
import { degraded, health, layerStatus, run } from "../../fixtures";
import { isShare, refusedOf, stateOf } from "./state";

describe("state of a layer", () => {
  const well = health().layers[1];

  test("that is well is how fresh it is", () => {
    expect(stateOf(layerStatus("L1"), well)).toBe("current");
    const late = { ...layerStatus("L1").freshness, state: "late" as const };
    expect(stateOf(layerStatus("L1", { freshness: late }), undefined)).toBe("late");
  });

  test("that runs is running, unless something ails it", () => {
    const running = layerStatus("L1", { run: run({ status: "running" }) });
    expect(stateOf(running, well)).toBe("running");
    expect(stateOf(running, degraded("L1", "it is late"))).toBe("degraded");
    expect(stateOf(running, { ...degraded("L1", "nothing stored"), status: "down" })).toBe("down");
  });
});

test("a gate that refuses is told apart", () => {
  const gate = { name: "coverage", value: 0.9, operator: "≥", threshold: 0.95, passed: false };
  expect(refusedOf([gate, { ...gate, passed: true }])).toEqual([gate]);
  expect(isShare(gate)).toBe(true);
  expect(isShare({ name: "training episodes" })).toBe(false);
});
