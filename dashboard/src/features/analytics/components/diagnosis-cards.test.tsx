import { screen, within } from "@testing-library/react";
import { HttpResponse } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { components } from "@/lib/api/types/analytics";
import { DiagnosisCards } from "./diagnosis-cards";
import { JUDGED } from "./examples";
import { ABOUT } from "./research.fixtures";

type Card = components["schemas"]["DiagnosisCard"];

const card = (part: Partial<Card>): Card => ({
  code: "few_trades",
  title: "Too few trades",
  status: "warn",
  evidence: "3 trades in 248 sessions; fewer than 100 prove little.",
  figures: { trades: 3, sessions: 248, needed: 100 },
  parts: [],
  ...part,
});

function answers(cards: Card[], notes: string[] = []) {
  server.use(
    http.analytics.get("/api/analytics/diagnosis", ({ response }) =>
      response(200).json({ ...ABOUT, ...JUDGED, cards, notes }),
    ),
  );
}

test("a warning has its evidence, its figures and what to do next", async () => {
  answers([card({})], ["Only 3 trades: too few to tell skill from luck."]);
  renderPage(<DiagnosisCards />);
  const found = await screen.findByRole("listitem", { name: "Too few trades" });
  expect(found).toHaveTextContent("Warning");
  expect(found).toHaveTextContent("3 trades in 248 sessions; fewer than 100 prove little.");
  expect(found).toHaveTextContent("3 / 100");
  expect(found).toHaveTextContent("Next: Do not rank models by these ratios.");
  expect(screen.getByText("Only 3 trades: too few to tell skill from luck.")).toBeInTheDocument();
});

test("costs are shown before, after and at twice their size", async () => {
  answers([card({ code: "cost_sensitivity", figures: { gross_bps: 3, cost_bps: 2 } })]);
  renderPage(<DiagnosisCards />);
  const found = await screen.findByRole("listitem", { name: "Cost sensitivity" });
  expect(within(found).getByRole("row", { name: /After costs .*\+1.00\sbps/ })).toBeInTheDocument();
  expect(within(found).getByRole("row", { name: /At twice the costs .*-1.00\sbps/ })).toBeInTheDocument();
});

test("each tenth of the sessions can be read, gains and losses with their sign", async () => {
  const parts = [0.002, -0.001, 0, 0, 0, 0, 0, 0, 0, 0];
  answers([card({ code: "lucky_tenth", figures: { tenth: 1, best: 0.002, total: 0.001 }, parts })]);
  renderPage(<DiagnosisCards />);
  const tenths = await screen.findByRole("list", { name: "Return of each tenth of the sessions" });
  expect(within(tenths).getByLabelText("Tenth 1: +0.200 %")).toBeInTheDocument();
  expect(within(tenths).getByLabelText("Tenth 2: -0.100 %")).toBeInTheDocument();
});

test("what cannot be told says why, and draws nothing", async () => {
  answers([
    card({
      code: "stale_fills",
      title: "Stale fills",
      status: "unknown",
      evidence: "No fill yet.",
      figures: {},
    }),
  ]);
  renderPage(<DiagnosisCards />);
  const found = await screen.findByRole("listitem", { name: "Stale fills" });
  expect(found).toHaveTextContent("Cannot be told");
  expect(found).toHaveTextContent("There has been no fill yet.");
  expect(found).not.toHaveTextContent("0 / 0");
});

test("a card of a kind we have no words for is shown as the service tells it", async () => {
  answers([
    card({ code: "moon", title: "Full moon", status: "ok", evidence: "It rose.", figures: { phase: 1 } }),
  ]);
  renderPage(<DiagnosisCards />);
  const found = await screen.findByRole("listitem", { name: "Full moon" });
  expect(found).toHaveTextContent("It rose.");
  expect(found).not.toHaveTextContent("Next:");
});

test("without an answer there is no card, and a way to try again", async () => {
  server.use(http.analytics.get("/api/analytics/diagnosis", () => HttpResponse.error()));
  renderPage(<DiagnosisCards />);
  expect(await screen.findByRole("button", { name: "Try again" })).toBeInTheDocument();
  expect(screen.queryByRole("listitem")).not.toBeInTheDocument();
});
