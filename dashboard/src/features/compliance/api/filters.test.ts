import { describe, expect, test } from "vitest";
import { dayOf, filterFrom, isEmpty, isReversed, queryOf } from "./filters";

const from = (address: string) => filterFrom(new URLSearchParams(address));

test("an address without filters searches for everything", () => {
  expect(isEmpty(from("tab=trail"))).toBe(true);
  expect(queryOf(from(""))).toEqual({});
});

test("words are passed on without spaces around them, and empty ones are none", () => {
  expect(queryOf(from("actor=%20maria%20&action=&subject=trading_state"))).toEqual({
    actor: "maria",
    subject: "trading_state",
  });
});

test("days are of Bogotá, and the last one is included", () => {
  expect(queryOf(from("from=2025-06-13&to=2025-06-13"))).toEqual({
    since: "2025-06-13T05:00:00.000Z",
    until: "2025-06-14T05:00:00.000Z",
  });
});

describe("what is no day", () => {
  test.each(["2025-02-30", "2025-13-01", "yesterday", "2025-6-1", ""])("%o is as if not given", (text) => {
    expect(dayOf(text)).toBeNull();
  });
});

test("days the wrong way round are noticed", () => {
  expect(isReversed(from("from=2025-06-14&to=2025-06-13"))).toBe(true);
  expect(isReversed(from("from=2025-06-13&to=2025-06-13"))).toBe(false);
  expect(isReversed(from("to=2025-06-13"))).toBe(false);
});
