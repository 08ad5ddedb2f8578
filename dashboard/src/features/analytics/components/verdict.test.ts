import { describe, expect, test } from "vitest";
import { verdictFrom } from "./verdict";

const EARNED = "the mean net return of +1.20 bps a session (95 % interval −0.30 to +2.70)";

describe("the service's verdict taken apart", () => {
  test("no edge, with too few trades", () => {
    expect(
      verdictFrom(
        "No edge found: the mean net return of −0.01 bps a session (95 % interval −0.05 to +0.02) rests on 3 trades, too few to judge.",
      ),
    ).toEqual({
      outcome: "none",
      doubt: "fewTrades",
      mean: -0.01,
      low: -0.05,
      high: 0.02,
      trades: 3,
      refusing: null,
      gates: null,
      synthetic: false,
    });
  });

  test.each([
    ["cannot be told from zero", "notFromZero"],
    ["is below zero", "belowZero"],
    ["is not above zero", "notAboveZero"],
    ["is not clearly better than holding its own mean position constantly", "matchedExposure"],
  ])("%s", (words, doubt) => {
    expect(verdictFrom(`No edge found: ${EARNED} ${words}.`)).toMatchObject({ doubt, mean: 1.2, low: -0.3 });
  });

  test("too few sessions have no interval", () => {
    const told = verdictFrom(
      "No edge found: the mean net return of 0.00 bps a session (no interval: fewer than 10 sessions) rests on too few sessions to judge.",
    );
    expect(told).toMatchObject({ doubt: "fewSessions", mean: 0, low: null, high: null });
  });

  test("a policy that never traded", () => {
    const told = verdictFrom("No edge found: the policy never traded in the test part.");
    expect(told).toMatchObject({ outcome: "none", doubt: "neverTraded", mean: null, trades: 0 });
  });

  test("profit that gates refuse, and an edge", () => {
    expect(
      verdictFrom(`Profit, but not fit for production: ${EARNED} is above zero, yet 2 of 12 gates refuse.`),
    ).toMatchObject({ outcome: "profit", doubt: null, refusing: 2, gates: 12 });
    expect(verdictFrom(`Edge found: ${EARNED} is above zero and every gate passes.`)).toMatchObject({
      outcome: "edge",
      synthetic: false,
    });
  });

  test("a made-up market is said to be one", () => {
    const told = verdictFrom(
      `Edge found: ${EARNED} is above zero and every gate passes. The market is synthetic: this says nothing about the real one.`,
    );
    expect(told).toMatchObject({ outcome: "edge", synthetic: true });
  });

  test("other words are not guessed at", () => {
    expect(verdictFrom("A fine model.")).toBeNull();
    expect(verdictFrom(`No edge found: ${EARNED} is a pity.`)).toBeNull();
    expect(verdictFrom(`Edge found: ${EARNED} cannot be told from zero.`)).toBeNull();
  });
});
