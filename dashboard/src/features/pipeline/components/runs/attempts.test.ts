import { expect, test } from "vitest";
import { run } from "../../fixtures";
import { attemptsOf } from "./attempts";

const seen = (...runs: Parameters<typeof attemptsOf>[0]) =>
  attemptsOf(runs).map(({ run: { id }, number, retries }) => [id, number, retries]);

test("runs that complete are first tries, whatever order they come in", () => {
  expect(seen(run({ id: 2 }), run({ id: 1 }))).toEqual([
    [1, 1, null],
    [2, 1, null],
  ]);
});

test("what failed or was interrupted is tried again until it completes", () => {
  const runs = [
    run({ id: 1, status: "failed" }),
    run({ id: 2, status: "interrupted" }),
    run({ id: 3, status: "completed" }),
    run({ id: 4, status: "running" }),
  ];
  expect(seen(...runs)).toEqual([
    [1, 1, null],
    [2, 2, 1],
    [3, 3, 2],
    [4, 1, null],
  ]);
});

test("layers try for themselves", () => {
  expect(seen(run({ id: 1, layer: "L1", status: "failed" }), run({ id: 2, layer: "L2" }))).toEqual([
    [1, 1, null],
    [2, 1, null],
  ]);
});
