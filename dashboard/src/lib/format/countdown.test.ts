import { expect, test } from "vitest";
import { countdown } from "./countdown";

test.each([
  [-5, "0\u00a0s"],
  [0, "0\u00a0s"],
  [59.9, "59\u00a0s"],
  [60, "1\u00a0min"],
  [3_599, "59\u00a0min"],
  [15_241, "4\u00a0h 14\u00a0min"],
  [86_400, "1\u00a0d 0\u00a0h"],
  [3 * 86_400 + 7_300, "3\u00a0d 2\u00a0h"],
])("%d s is %s", (seconds, text) => {
  expect(countdown(seconds)).toBe(text);
});
