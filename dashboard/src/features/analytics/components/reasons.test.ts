import { expect, test } from "vitest";
import { knownReason } from "./reasons";

test("a reason we have words for is named, with its number", () => {
  expect(knownReason("no trade")).toEqual({ key: "noTrade" });
  expect(knownReason("fewer than 100 sessions")).toEqual({ key: "fewerSessions", count: 100 });
});

test("a reason without words of ours is left to be shown as it came", () => {
  expect(knownReason("the moon was full")).toBeNull();
  expect(knownReason("toString")).toBeNull();
});
