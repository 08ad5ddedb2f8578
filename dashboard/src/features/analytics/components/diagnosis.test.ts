import { expect, test } from "vitest";
import type { DiagnosisCard } from "../api/research";
import { knownCard, shownOf } from "./diagnosis";

const card = (code: string, figures: Record<string, number>, parts: number[] = []): DiagnosisCard => ({
  code,
  title: code,
  status: "ok",
  evidence: "",
  figures,
  parts,
});

test("what is left after costs, and after twice the costs, follows from gross and cost", () => {
  const shown = shownOf(card("cost_sensitivity", { gross_bps: 3, cost_bps: 2 }));
  expect(shown).toEqual({ code: "cost_sensitivity", gross: 3, cost: 2, net: 1, netAtTwice: -1 });
});

test("the tenths come with their parts", () => {
  const shown = shownOf(card("lucky_tenth", { tenth: 1, best: 0.2, total: 0.1 }, [0.2, -0.1]));
  expect(shown).toMatchObject({ tenth: 1, parts: [0.2, -0.1] });
});

test.each([
  ["few_trades", { trades: 3, sessions: 4 }],
  ["lucky_tenth", { tenth: 1, best: 2 }],
  ["cost_sensitivity", { gross_bps: 3 }],
  ["stale_fills", { fills: 2 }],
  ["look_ahead", { fills: 2 }],
])("of %s nothing is drawn while a figure is missing", (code, figures) => {
  expect(shownOf(card(code, figures))).toBeNull();
});

test("a card of a kind we do not know has no words and no drawing of ours", () => {
  expect(knownCard("moon_phase")).toBeNull();
  expect(shownOf(card("moon_phase", { phase: 1 }))).toBeNull();
});

test("a service that gives no figures yet leaves the sentence alone", () => {
  expect(shownOf({ code: "few_trades", title: "", status: "warn", evidence: "3 trades" })).toBeNull();
});
