import { expect, test } from "vitest";
import { FILL, MANUAL_LEG, POLICY_LEG } from "../testing/trades";
import { featureHashOf, gapsOf, slippage, stepsOf } from "./timeline";

const states = (leg: Parameters<typeof stepsOf>[0]) => stepsOf(leg).map(({ kind, state }) => [kind, state]);

test("a policy's fill is told from the vendor's rows to the trail", () => {
  expect(states(POLICY_LEG)).toEqual(
    [
      "raw",
      "bar",
      "features",
      "prediction",
      "decision",
      "order",
      "checks",
      "filledBar",
      "fill",
      "audit",
    ].reduce<string[][]>((all, kind) => {
      if (kind === "filledBar") all.push(["quote", "none"]);
      all.push([kind, "told"]);
      return all;
    }, []),
  );
});

test("steps carry market time and real time, and raw rows the time of the newest", () => {
  const steps = stepsOf(POLICY_LEG);
  expect(steps[0]).toMatchObject({ at: "2025-06-13T14:05:04Z", recordedAt: null });
  expect(steps.find(({ kind }) => kind === "decision")).toMatchObject({
    at: "2025-06-13T14:00:05Z",
    recordedAt: "2026-01-01T00:00:05Z",
  });
});

test("what a person decided has no policy in it, and says so", () => {
  const none = stepsOf(MANUAL_LEG).filter(({ state }) => state === "none");
  expect(none.map(({ kind }) => kind)).toEqual(["bar", "features", "prediction", "decision"]);
  expect(none[0]).toMatchObject({ why: "A person decided; no policy was asked." });
});

test("what has a place and is not there is missing, with the service's reason", () => {
  const leg = { ...POLICY_LEG, prediction: null, unknown: { prediction: "No prediction is recorded." } };
  expect(stepsOf(leg).find(({ kind }) => kind === "prediction")).toEqual({
    kind: "prediction",
    state: "missing",
    why: "No prediction is recorded.",
  });
  expect(gapsOf(leg)).toEqual([]);
});

test("holes that no step shows are told beside the steps", () => {
  const leg = { ...POLICY_LEG, unknown: { audit: "The trail lacks the acceptance.", lineage: "Remade." } };
  expect(gapsOf(leg)).toEqual(["The trail lacks the acceptance.", "Remade."]);
});

test("an order without its row of acceptance has no judged checks", () => {
  const leg = { ...POLICY_LEG, audit: [], unknown: { audit: "The trail is silent." } };
  const steps = stepsOf(leg);
  expect(steps.find(({ kind }) => kind === "checks")).toMatchObject({ state: "missing" });
  expect(steps.find(({ kind }) => kind === "audit")).toMatchObject({ state: "missing" });
});

test("slippage costs whichever side is bought", () => {
  expect(slippage({ ...FILL, quantity_usd: 100, price: 4_001 }, 4_000)).toBeCloseTo(0.00025);
  expect(slippage({ ...FILL, quantity_usd: -100, price: 3_999 }, 4_000)).toBeCloseTo(0.00025);
  expect(slippage(FILL, null)).toBeNull();
});

test("a contract that names no feature hash gives none", () => {
  expect(featureHashOf({ feature_hash: "abc" })).toBe("abc");
  expect(featureHashOf({ feature_hash: 3 })).toBeNull();
  expect(featureHashOf(undefined)).toBeNull();
});

test("where the bar closed after a person's fill, it comes after it", () => {
  const leg = { ...MANUAL_LEG, fill: { ...FILL, at: "2025-06-13T14:01:00Z" } };
  expect(stepsOf(leg).map(({ kind }) => kind)).toEqual([
    "bar",
    "features",
    "prediction",
    "decision",
    "order",
    "checks",
    "quote",
    "fill",
    "raw",
    "filledBar",
    "audit",
  ]);
});
