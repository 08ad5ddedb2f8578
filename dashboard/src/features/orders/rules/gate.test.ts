import { expect, test } from "vitest";
import { type Block, blockOf } from "./gate";
import type { SwitchView, TradingState } from "./switch";

const known = (state: TradingState): SwitchView => ({
  kind: "known",
  standing: { state, version: 1, actor: "a", reason: "b", at: "", recorded_at: "" },
});
const MET = {
  session: {},
  mayTrade: true,
  view: known("ACTIVE"),
  quote: "live",
  reduces: false,
  isFlat: true,
  isIoc: false,
} as const;
const HELD = { isFlat: false, reduces: true } as const;

test.each<[string, Partial<Parameters<typeof blockOf>[0]>, Block | null]>([
  ["all is well", {}, null],
  ["nobody signed in", { session: null }, "signedOut"],
  ["not known yet who is", { session: undefined }, "loading"],
  ["a viewer", { mayTrade: false }, "role"],
  ["a closed market", { quote: "closed" }, "closed"],
  ["a state nobody knows", { view: { kind: "unknown", since: 0, last: null, error: null } }, "stateUnknown"],
  ["a halt, and nothing held", { view: known("HALTED") }, "halted"],
  ["a halt, and an order that reduces", { view: known("HALTED"), ...HELD }, null],
  ["a halt, and an order that grows", { view: known("HALTED"), ...HELD, reduces: false }, "halted"],
  ["reduce only, and nothing held", { view: known("REDUCE_ONLY") }, "reduceOnly"],
  ["an old price", { quote: "stale" }, "stale"],
  ["a delayed price", { quote: "delayed" }, "stale"],
  ["an old price, and an order that reduces", { quote: "stale", ...HELD }, null],
  ["an old price, and an order that cannot wait", { quote: "stale", ...HELD, isIoc: true }, "staleNow"],
  ["no price at all", { quote: null }, "noQuote"],
])("%s", (_, met, block) => {
  expect(blockOf({ ...MET, ...met })).toBe(block);
});
