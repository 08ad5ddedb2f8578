import { expect, test } from "vitest";
import { knownReason } from "./reasons";

test("a reason we have words for is named, with its number", () => {
  expect(knownReason("no trade")).toEqual({ key: "noTrade" });
  expect(knownReason("fewer than 100 sessions")).toEqual({ key: "fewerSessions", count: 100 });
  expect(knownReason("the first look is at session 60")).toEqual({ key: "firstLook", count: 60 });
  expect(knownReason("it was not looked at yet")).toEqual({ key: "notLooked" });
});

test("a reason without words of ours is left to be shown as it came", () => {
  expect(knownReason("the moon was full")).toBeNull();
  expect(knownReason("toString")).toBeNull();
});
