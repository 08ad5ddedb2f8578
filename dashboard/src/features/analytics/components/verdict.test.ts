import { describe, expect, test } from "vitest";
import { verdictFrom } from "./verdict";

const EARNED = "the mean net return of +1.20 bps a session (95 % interval −0.30 to +2.70)";
const SEEN = "is above zero (p = 0.0021, at most 0.03 asked)";

describe("a verdict is taken apart", () => {
  test("what cannot be told from zero, with the p of its look", () => {
    expect(
      verdictFrom(`No edge found: ${EARNED} cannot be told from zero (p = 0.11, at most 0.03 asked).`),
    ).toEqual({
      outcome: "none",
      doubt: "notFromZero",
      mean: 1.2,
      low: -0.3,
      high: 2.7,
      evidence: { kind: "p", value: 0.11, asked: 0.03 },
      refusing: null,
      gates: null,
      synthetic: false,
    });
  });

  test("a p in powers of ten", () => {
    const told = verdictFrom(
      `Edge found: ${EARNED} is above zero (p = 1e-05, at most 5.3e-05 asked) and every gate passes.`,
    );
    expect(told?.evidence).toEqual({ kind: "p", value: 0.00001, asked: 0.000053 });
  });

  test("the forward proof: wealth against its target, and before its first look", () => {
    expect(
      verdictFrom(`No edge found: ${EARNED} cannot be told from zero (wealth 3.10, at least 1,216 asked).`)
        ?.evidence,
    ).toEqual({ kind: "wealth", value: 3.1, asked: 1216 });
    expect(
      verdictFrom(`No edge found: ${EARNED} cannot be told from zero (the first look is at session 60).`)
        ?.evidence,
    ).toEqual({ kind: "early", session: 60 });
  });

  test("what is not above zero needs no p; without a spread there is no interval", () => {
    const told = verdictFrom(
      "No edge found: the mean net return of 0.00 bps a session (no interval: it has no interval) is not above zero.",
    );
    expect(told).toMatchObject({ doubt: "notAboveZero", mean: 0, low: null, high: null, evidence: null });
  });

  test("a policy that never traded", () => {
    const told = verdictFrom("No edge found: it stays flat. It never traded in the judged sessions.");
    expect(told).toMatchObject({ outcome: "none", doubt: "neverTraded", mean: null });
  });

  test("profit that gates refuse, and an edge", () => {
    expect(
      verdictFrom(
        `Profit, but not fit for production: ${EARNED} ${SEEN}, yet 2 of 12 gates refuse: Maximum drawdown, Live equals batch.`,
      ),
    ).toMatchObject({ outcome: "profit", doubt: null, refusing: 2, gates: 12 });
    expect(verdictFrom(`Edge found: ${EARNED} ${SEEN} and every gate passes.`)).toMatchObject({
      outcome: "edge",
      synthetic: false,
    });
  });

  test("a made-up market is said to be one", () => {
    const told = verdictFrom(
      `Edge found: ${EARNED} ${SEEN} and every gate passes. The market is synthetic: this says nothing about the real one.`,
    );
    expect(told).toMatchObject({ outcome: "edge", synthetic: true });
  });

  test("other words are not guessed at", () => {
    expect(verdictFrom("A fine model.")).toBeNull();
    expect(verdictFrom(`No edge found: ${EARNED} is a pity.`)).toBeNull();
    expect(verdictFrom(`Edge found: ${EARNED} is above zero and every gate passes.`)).toBeNull();
    expect(
      verdictFrom(`Edge found: ${EARNED} cannot be told from zero (p = 0.2, at most 0.03 asked).`),
    ).toBeNull();
  });
});
