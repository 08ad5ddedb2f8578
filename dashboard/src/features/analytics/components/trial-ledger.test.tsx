import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { Trial, Trials } from "../api/research";
import { NO_MODEL } from "./research.fixtures";
import { TrialLedger } from "./trial-ledger";

const trial = (part: Partial<Trial>): Trial => ({
  number: 1,
  level: 0.03,
  kind: "trial",
  bundle_hash: "3b4c9d47702e76d7",
  chosen: false,
  test_first: "2024-05-14",
  test_last: "2025-06-12",
  sessions: 267,
  sharpe: -0.54,
  actor: "cli:ana",
  looked_at: "2025-06-13T12:00:00Z",
  ...part,
});
const batch = { number: 2, level: 0.01, kind: "batch", looked_at: "2025-06-14T12:00:00Z" };

const TRIALS: Trials = {
  trials: 3,
  sharpe: -0.54,
  deflated_sharpe: 0.0012,
  hurdle: 1.96,
  reasons: {},
  next_look: {
    number: 3,
    level: 0.02 / 6,
    used_up: false,
    test_first: "2024-05-14",
    test_last: "2025-06-12",
    sessions: 267,
  },
  others: "Looks that were taken in other homes cannot be seen here.",
  data: [
    trial({}),
    trial({ ...batch, bundle_hash: "aaaa000000000000", chosen: true }),
    trial({ ...batch, bundle_hash: "bbbb000000000000", sharpe: null }),
  ],
};
const HIDDEN = "it was not looked at yet";
/** Before the model was looked at: its figures are hidden, and so is which bundle it is. */
const BEFORE: Partial<Trials> = {
  sharpe: null,
  deflated_sharpe: null,
  hurdle: null,
  reasons: { sharpe: HIDDEN, deflated_sharpe: HIDDEN, hurdle: HIDDEN },
  data: [trial({})],
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
      /Had all 3 trials been worthless.* a Sharpe of 1.96 by luck. This model shows -0.54/,
    ),
  ).toBeInTheDocument();
  expect(screen.getByText("+1.96")).toBeInTheDocument();
  expect(screen.getByText("0.1 %")).toBeInTheDocument();
  expect(screen.getByText("a figure, not a gate")).toBeInTheDocument();
  expect(screen.getByText("2 trials with a Sharpe; 1 without")).toBeInTheDocument();
});

test("what was declared together is one row, with what it spent, and the model among them is marked", async () => {
  answers({});
  renderPage(<TrialLedger />);
  const table = await screen.findByRole("table", { name: "All looks at these sessions" });
  const rows = within(table).getAllByRole("row").slice(1);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toHaveTextContent(/^13\s%One bundle3b4c9d47702e/);
  expect(rows[1]).toHaveTextContent(/^21\s%Declared together/);
  const members = within(rows[1] as HTMLElement).getAllByText(/^(aaaa|bbbb)0{8}$/);
  expect(members).toHaveLength(2);
  expect(members[0]?.closest("li")).toHaveTextContent("this model");
  expect(members[1]?.closest("li")).not.toHaveTextContent("this model");
  expect(within(rows[1] as HTMLElement).getByRole("button", { name: /did not vary/ })).toHaveTextContent("—");
});

test("before a look the page says which it would be, at which sessions, what it must reach, and how finalists are declared", async () => {
  answers(BEFORE);
  renderPage(<TrialLedger />);
  const next = await screen.findByRole("region", { name: "What the next look would be" });
  expect(next).toHaveTextContent(
    "look 3 at the test set from 2024-05-14 to 2025-06-12, 267 sessions. An edge must reach p ≤ 0.0033",
  );
  expect(next).toHaveTextContent("Finalists are better declared together");
  expect(within(next).getByRole("button", { name: /Copy the command/ })).toHaveTextContent(
    "usdcop evaluate A B",
  );
  expect(screen.queryByText("Deflated Sharpe")).not.toBeInTheDocument();
});

test("a model that was looked at spends nothing more", async () => {
  answers({});
  renderPage(<TrialLedger />);
  expect(
    await screen.findByText(/was looked at, in look 2: judging it again spends nothing/),
  ).toBeInTheDocument();
  expect(screen.queryByText(/declared together:/)).not.toBeInTheDocument();
});

test("a test set that is used up points to the forward proof", async () => {
  answers({ ...BEFORE, next_look: { ...TRIALS.next_look, number: 21, used_up: true } });
  renderPage(<TrialLedger />);
  const next = await screen.findByRole("region", { name: "What the next look would be" });
  expect(next).toHaveTextContent("This test set is used up");
  expect(next).toHaveTextContent("the forward proof, can decide");
  expect(next).not.toHaveTextContent("usdcop evaluate");
});

test("where no session judges the model yet, it says so", async () => {
  answers({
    ...BEFORE,
    next_look: { ...TRIALS.next_look, test_first: null, test_last: null, sessions: 0 },
    data: [],
  });
  renderPage(<TrialLedger />);
  expect(await screen.findByText(/No session judges this model yet/)).toBeInTheDocument();
  expect(screen.getByText("No look yet")).toBeInTheDocument();
});

test("other homes' looks cannot be seen, and it says so; other words are the service's", async () => {
  answers({});
  const { unmount } = renderPage(<TrialLedger />);
  expect(
    await screen.findByText("Looks that were taken in other homes cannot be seen here."),
  ).toBeInTheDocument();
  unmount();
  answers({ others: "Two homes were seen." });
  renderPage(<TrialLedger />);
  expect(await screen.findByText("Two homes were seen.")).toBeInTheDocument();
});

test("an evaluation of an earlier version names no bundle, and says why it has no Sharpe", async () => {
  answers({ data: [trial({ kind: "earlier", bundle_hash: null, sharpe: null })] });
  renderPage(<TrialLedger />);
  const row = await screen.findByRole("row", { name: /Of an earlier version/ });
  expect(row).toHaveTextContent("not kept");
  expect(within(row).getByRole("button", { name: /kept no series/ })).toHaveTextContent("—");
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
  answers({
    trials: 1,
    hurdle: 0,
    sharpe: 1.2,
    deflated_sharpe: 0.97,
    data: [trial({ sharpe: 1.2, chosen: true })],
  });
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

test("a model that does not exist", async () => {
  server.use(http.analytics.get("/api/analytics/trials", ({ response }) => response(404).json(NO_MODEL)));
  renderPage(<TrialLedger />);
  expect(await screen.findByRole("alert")).toHaveTextContent("No model is called '99'.");
});
