import { expect, test } from "vitest";
import { merged } from "./merging";

const rows = (...ids: number[]) => ids.map((id) => ({ id, from: "page" }));
const fresh = (...ids: number[]) => ids.map((id) => ({ id, from: "newest" }));
const id = (row: { id: number }) => row.id;

test("the newest lie over the pages, each row once and as it was read last", () => {
  const { rows: all, hasGap } = merged(fresh(5, 4, 3), [rows(4, 3), rows(2, 1)], id);
  expect(all).toEqual([...fresh(5, 4, 3), ...rows(2, 1)]);
  expect(hasGap).toBe(false);
});

test("without pages there are the newest alone", () => {
  expect(merged(fresh(2, 1), null, id)).toEqual({ rows: fresh(2, 1), hasGap: false });
});

test("pages that the newest do not reach down to leave a gap", () => {
  expect(merged(fresh(9, 8), [rows(5, 4)], id).hasGap).toBe(true);
});

test("nothing new, or empty pages, is no gap", () => {
  expect(merged([], [rows(5)], id)).toEqual({ rows: rows(5), hasGap: false });
  expect(merged(fresh(1), [[]], id).hasGap).toBe(false);
});
