import { describe, expect, test } from "vitest";
import type { TrainingRun } from "../api/research";
import { differencesOf, isShipped, toggled, trainingsOf } from "./trainings";

const run = (part: Partial<TrainingRun>): TrainingRun => ({
  run_id: "r",
  name: "seed-0",
  group: "aaa",
  seed: "0",
  versions: [],
  params: { steps: "1000" },
  metrics: {},
  tags: { data_hash: "d1", seeds: "0,1" },
  ...part,
});

describe("a training", () => {
  test("has its seeds in order, and keeps the place of its newest run", () => {
    const found = trainingsOf([
      run({ run_id: "b1", seed: "10" }),
      run({ run_id: "b0", seed: "2", versions: [3] }),
      run({ run_id: "a", group: "bbb" }),
    ]);
    expect(found.map(({ config }) => config)).toEqual(["aaa", "bbb"]);
    expect(found[0]?.runs.map(({ seed }) => seed)).toEqual(["2", "10"]);
    expect(found[0]?.steps).toBe(1000);
  });

  test("on other data is another training", () => {
    expect(trainingsOf([run({}), run({ tags: { data_hash: "d2" } })])).toHaveLength(2);
  });

  test("says how many seeds were trained even where only one is known", () => {
    expect(trainingsOf([run({ tags: { seeds: "0,1,2,3,4" } })])[0]?.seeds).toBe(5);
    expect(trainingsOf([run({ tags: {} })])[0]?.seeds).toBe(1);
  });

  test("without steps does not pretend to have some", () => {
    expect(trainingsOf([run({ params: {} })])[0]?.steps).toBeNull();
  });
});

test("the shipped run is the one with a version, or that says so", () => {
  expect(isShipped(run({ versions: [1] }))).toBe(true);
  expect(isShipped(run({ tags: { ships: "true" } }))).toBe(true);
  expect(isShipped(run({ tags: { ships: "false" } }))).toBe(false);
});

test("settings that differ come first; a missing one differs from one that is there", () => {
  const rows = differencesOf(
    [run({ params: { clip: "0.2", steps: "1" } }), run({ params: { clip: "0.2", steps: "2", extra: "x" } })],
    ({ params }) => params,
  );
  expect(rows).toEqual([
    { name: "extra", values: [null, "x"], differs: true },
    { name: "steps", values: ["1", "2"], differs: true },
    { name: "clip", values: ["0.2", "0.2"], differs: false },
  ]);
});

test("a run is chosen, let go, and a fifth is not taken", () => {
  expect(toggled([], "a")).toEqual(["a"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  expect(toggled(["a", "b", "c", "d"], "e")).toEqual(["a", "b", "c", "d"]);
});
