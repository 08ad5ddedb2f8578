import { expect, test } from "vitest";
import { lossFrom } from "./loss";

test("gates that refuse anew, and what changed", () => {
  expect(lossFrom("refused by edge, drawdown since costs, code changed")).toEqual({
    kind: "refused",
    gates: ["edge", "drawdown"],
    changed: ["costs", "code"],
  });
});

test("an edge that decayed", () => {
  expect(lossFrom("its edge decayed: V reached 21 after 312 sessions, 2026-11-20")).toEqual({
    kind: "decayed",
    value: 21,
    sessions: 312,
    day: "2026-11-20",
  });
});

test("other words are not guessed at", () => {
  expect(lossFrom("a person took it")).toBeNull();
});
