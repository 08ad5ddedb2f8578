import { expect, test } from "vitest";
import { type Pages, upserted } from "./pages";

interface Row {
  id: string;
  at: string;
  open: boolean;
}

const row = (id: string, at: string, open = true): Row => ({ id, at, open });
const RULE = { id: (one: Row) => one.id, at: (one: Row) => one.at, belongs: (one: Row) => one.open };
const LIST: Pages<Row> = {
  pages: [
    { data: [row("c", "3"), row("b", "2")], next_cursor: "x" },
    { data: [row("a", "1")], next_cursor: null },
  ],
  pageParams: [null, "x"],
};
const ids = (list: Pages<Row>) => list.pages.map(({ data }) => data.map(({ id }) => id).join(""));

test("a new row comes first", () => {
  expect(ids(upserted(LIST, row("d", "4"), RULE))).toEqual(["dcb", "a"]);
});

test("a row that is there is renewed where it stands, on whatever page", () => {
  const list = upserted(LIST, row("a", "9"), RULE);
  expect(ids(list)).toEqual(["cb", "a"]);
  expect(list.pages[1]?.data[0]?.at).toBe("9");
});

test("a row that belongs no more goes, one that never belonged does not come", () => {
  expect(ids(upserted(LIST, row("b", "2", false), RULE))).toEqual(["c", "a"]);
  expect(ids(upserted(LIST, row("z", "9", false), RULE))).toEqual(["cb", "a"]);
});

test("a row out of order finds its place, or is left to the page it belongs to", () => {
  expect(ids(upserted(LIST, row("x", "2.5"), RULE))).toEqual(["cxb", "a"]);
  expect(ids(upserted(LIST, row("x", "0"), RULE))).toEqual(["cb", "a"]);
});

test("an empty list takes its first row", () => {
  const empty: Pages<Row> = { pages: [{ data: [], next_cursor: null }], pageParams: [null] };
  expect(ids(upserted(empty, row("a", "1"), RULE))).toEqual(["a"]);
});

test("a row that came late does not take the place of a newer one", () => {
  const rule = { ...RULE, supersedes: (one: Row, before: Row) => one.at >= before.at };
  expect(upserted(LIST, row("b", "1"), rule)).toBe(LIST);
});
