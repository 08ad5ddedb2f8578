import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { Trial, Trials } from "../api/research";
import { NO_MODEL } from "./research.fixtures";
import { TrialLedger } from "./trial-ledger";

const trial = (part: Partial<Trial>): Trial => ({
  config_hash: "3b4c9d47702e76d7",
  seed: 0,
  data_hash: "270352e2014a3f09",
  test_first: "2024-05-14",
  test_last: "2025-06-12",
  sessions: 267,
  sharpe: -0.54,
  looked_at: "2025-06-13T12:00:00Z",
  ...part,
});

const TRIALS: Trials = {
  trials: 2,
  sharpe: -0.54,
  deflated_sharpe: 0.0012,
  hurdle: 1.96,
  reasons: {},
  data: [trial({}), trial({ seed: 1, sharpe: null, data_hash: "270352e2014a3f09 fold 4" })],
};

function answers(part: Partial<Trials>) {
  server.use(
    http.analytics.get("/api/analytics/trials", ({ response }) => response(200).json({ ...TRIALS, ...part })),
  );
}

test("the Sharpe stands beside the deflated one, with what luck alone would show", async () => {
  answers({});
  renderPage(<TrialLedger />);
  expect(
    await screen.findByText(
      /Had all 2 trials been worthless.* a Sharpe of 1.96 by luck. This model shows -0.54/,
    ),
  ).toBeInTheDocument();
  expect(screen.getByText("+1.96")).toBeInTheDocument();
  expect(screen.getAllByText("-0.54").length).toBeGreaterThan(0);
  expect(screen.getByText("0.1 %")).toBeInTheDocument();
  expect(screen.getByText("1 trial with a Sharpe; 1 without, which stayed flat")).toBeInTheDocument();
});

test("a trial that never varied has no Sharpe, and says why; its fold is named", async () => {
  answers({});
  renderPage(<TrialLedger />);
  const row = await screen.findByRole("row", { name: /270352e2 fold 4/ });
  expect(within(row).getByRole("button", { name: /The returns did not vary/ })).toHaveTextContent("—");
});

test("a probability next to nothing is not written as nothing, nor near certainty as certain", async () => {
  answers({ deflated_sharpe: 1e-9 });
  const { unmount } = renderPage(<TrialLedger />);
  expect(await screen.findByText("< 0.1 %")).toBeInTheDocument();
  unmount();
  answers({ deflated_sharpe: 0.99999 });
  renderPage(<TrialLedger />);
  expect(await screen.findByText("> 99.9 %")).toBeInTheDocument();
});

test("one trial need only beat zero", async () => {
  answers({ trials: 1, hurdle: 0, sharpe: 1.2, deflated_sharpe: 0.97, data: [trial({ sharpe: 1.2 })] });
  renderPage(<TrialLedger />);
  expect(await screen.findByText(/Only one trial was made/)).toBeInTheDocument();
});

test("what is unknown has its reason, and no sentence is made of it", async () => {
  answers({
    sharpe: null,
    deflated_sharpe: null,
    reasons: {
      sharpe: "the session returns do not vary",
      deflated_sharpe: "the session returns do not vary",
    },
  });
  renderPage(<TrialLedger />);
  const dashes = await screen.findAllByRole("button", { name: /The session returns do not vary/ });
  expect(dashes).toHaveLength(2);
  expect(screen.queryByText(/This model shows/)).not.toBeInTheDocument();
});

test("no trial yet, and a model that does not exist", async () => {
  answers({ trials: 0, data: [] });
  const { unmount } = renderPage(<TrialLedger />);
  expect(await screen.findByText("No trial yet")).toBeInTheDocument();
  unmount();
  server.use(http.analytics.get("/api/analytics/trials", ({ response }) => response(404).json(NO_MODEL)));
  renderPage(<TrialLedger />);
  expect(await screen.findByRole("alert")).toHaveTextContent("No model is called '99'.");
});
