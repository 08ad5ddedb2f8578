import { expect, test } from "vitest";
import { ProblemError } from "@/lib/api/problem";
import { EMPTY, fieldErrors, intentOf, isSameOrder, orderOf } from "./ticket-values";

const LIMIT = { ...EMPTY, type: "limit", quantity: "50k", price: "4,090.50" } as const;

test("a limit order has its price in its place, and nothing in the other", () => {
  const intent = intentOf(LIMIT, "en");
  expect(intent).toMatchObject({ quantityUsd: 50_000, limitPrice: 4_090.5, stopPrice: null });
});

test("a market order forgets the price that was typed for another type", () => {
  expect(intentOf({ ...LIMIT, type: "market" }, "en")).toMatchObject({ limitPrice: null, stopPrice: null });
});

test("without a readable amount or price nothing is meant", () => {
  expect(intentOf({ ...LIMIT, quantity: "" }, "en")).toBeNull();
  expect(intentOf({ ...LIMIT, price: "4.090.50" }, "en")).toBeNull();
});

test("orders are the same whatever their name", () => {
  const intent = intentOf(LIMIT, "en");
  if (intent === null) throw new Error("readable");
  const one = orderOf(intent, LIMIT, "USDCOP", "a");
  expect(isSameOrder(one, { ...one, client_order_id: "b" })).toBe(true);
  expect(isSameOrder(one, { ...one, side: "sell" })).toBe(false);
});

test("a refusal finds its field by the body's name or by the rule", () => {
  const invalid = new ProblemError(422, "INVALID", "no", "mend", null, [
    { field: "body.quantity_usd", message: "Input should be greater than 0" },
  ]);
  expect(fieldErrors(invalid)).toEqual([{ field: "quantity", message: "Input should be greater than 0" }]);
  const rule = new ProblemError(409, "NOT_REDUCING", "There is nothing to reduce.", "");
  expect(fieldErrors(rule)).toEqual([{ field: "reduceOnly", message: "There is nothing to reduce." }]);
  expect(fieldErrors(new ProblemError(409, "HALTED", "no", ""))).toEqual([]);
});
