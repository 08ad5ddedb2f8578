import { expect, test } from "vitest";
import type { Trial } from "../api/research";
import { looksOf } from "./looks";

const trial = (part: Partial<Trial>): Trial => ({
  number: 1,
  level: 0.03,
  kind: "trial",
  bundle_hash: "aa",
  chosen: false,
  test_first: "2024-05-14",
  test_last: "2025-06-12",
  sessions: 267,
  sharpe: 0.5,
  actor: "cli:ana",
  looked_at: "2025-06-13T12:00:00Z",
  ...part,
});

test("what was declared together is one look", () => {
  const looks = looksOf([
    trial({}),
    trial({ number: 2, kind: "batch", bundle_hash: "bb", looked_at: "2025-06-14T12:00:00Z" }),
    trial({ number: 2, kind: "batch", bundle_hash: "cc", chosen: true, looked_at: "2025-06-14T12:00:00Z" }),
  ]);
  expect(looks.map(({ number, trials, isOwn }) => [number, trials.length, isOwn])).toEqual([
    [1, 1, false],
    [2, 2, true],
  ]);
  expect(looks[1]?.kind).toBe("batch");
});

test("looks of one number at two test sets stay apart", () => {
  expect(looksOf([trial({}), trial({ looked_at: "2026-01-01T00:00:00Z" })])).toHaveLength(2);
});

test("a kind that we do not know is a trial", () => {
  expect(looksOf([trial({ kind: "glance" })])[0]?.kind).toBe("trial");
  expect(looksOf([])).toEqual([]);
});
