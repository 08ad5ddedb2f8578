import { expect, test } from "vitest";
import { numberFormat } from "@/lib/format/numbers";
import { titleOf } from "./title";

const format = numberFormat("en");

test("price, direction, today's gain and the page", () => {
  const facts = { price: 4093.1, change: 2, todayCop: 120_000, page: "Trading" };
  expect(titleOf(facts, format)).toBe("4,093.10 ▲ · COP\u00a0+120,000 · Trading");
  expect(titleOf({ ...facts, change: -2, todayCop: -5 }, format)).toBe("4,093.10 ▼ · COP\u00a0-5 · Trading");
  expect(titleOf({ ...facts, change: 0, todayCop: 0 }, format)).toBe("4,093.10 · COP\u00a00 · Trading");
});

test("what is not known is left out, and without a price there is no such title", () => {
  expect(titleOf({ price: 4093.1, change: null, todayCop: null, page: null }, format)).toBe("4,093.10");
  expect(titleOf({ price: null, change: 1, todayCop: 7, page: "Trading" }, format)).toBeNull();
});
