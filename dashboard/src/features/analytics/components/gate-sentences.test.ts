import { describe, expect, test } from "vitest";
import { measuredFrom, neededFrom } from "./gate-sentences";

describe("what an interval is of", () => {
  test.each([
    ["mean net return, bps a session", { key: "mean", baseline: null, value: null }],
    ["advantage, bps a session", { key: "advantage", baseline: null, value: null }],
    [
      "advantage of fade 10 bps at the same volatility, bps a session",
      { key: "advantageOf", baseline: "fade 10 bps", value: null },
    ],
    ["break-even multiple of the costs: 1.83", { key: "breakEven", baseline: null, value: 1.83 }],
    ["break-even multiple of the costs: -0.40", { key: "breakEven", baseline: null, value: -0.4 }],
    ["break-even multiple of the costs", { key: "breakEven", baseline: null, value: null }],
  ])("%s", (text, told) => {
    expect(measuredFrom(text)).toEqual(told);
  });

  test("other words are not guessed at", () => {
    expect(measuredFrom("the weather")).toBeNull();
    expect(measuredFrom("")).toBeNull();
  });
});

describe("what would have had to be seen", () => {
  test.each([
    ["a mean of about +0.82 bps a session with this spread (Sharpe ratio 1.9)", "mean", [0.82, 1.9]],
    ["wealth of 1,216; it stands at 3.10", "wealth", [1216, 3.1]],
    ["trades in 60 sessions", "trades", [60]],
    ["a larger advantage over its own mean position", "advantage", []],
    ["a mean that higher costs do not bring significantly below zero", "costs", []],
    ["a profit that does not hang on one session", "oneSession", []],
    ["smaller falls, or a smaller position", "falls", []],
  ])("%s", (text, key, numbers) => {
    expect(neededFrom(text)).toEqual({ key, numbers, baseline: null });
  });

  test("a baseline is named", () => {
    expect(neededFrom("no significant advantage of trend")).toEqual({
      key: "noAdvantageOf",
      numbers: [],
      baseline: "trend",
    });
  });

  test("other words are not guessed at", () => {
    expect(neededFrom("a miracle")).toBeNull();
  });
});
