import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http as plain, HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { components } from "@/lib/api/types/compliance";
import { CHANGED } from "@/test/changes";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { answerOf, FILL, POLICY_LEG, row } from "../testing/trades";
import { CompliancePage } from "./compliance-page";

type Problem = components["schemas"]["Problem"];

const problem = (status: number, code: string, detail: string, cure: string): Problem => ({
  type: "about:blank",
  title: code,
  status,
  detail,
  code,
  cure,
  request_id: "r-1",
  errors: [],
});

const WHOLE: components["schemas"]["Verification"] = {
  holds: true,
  rows: 20,
  anchors: 3,
  anchored_until: 14,
  newest_anchor_at: "2026-01-01T00:00:00Z",
  broken_at: null,
  why: null,
  differences: [],
  found: 0,
  notes: [],
  compared: { orders: 4, fills: 3, predictions: 290 },
  night: null,
  court: [],
  verified_at: "2026-01-01T00:08:12Z",
};

/** The first of these tests loads the tab's code. */
const SLOW = { timeout: 10_000 };

function signedInAs(...roles: string[]) {
  server.use(
    plain.get("/session", () =>
      roles.length === 0
        ? HttpResponse.json(problem(401, "NO_TOKEN", "Nobody.", "Sign in."), { status: 401 })
        : HttpResponse.json({ name: "ana", roles, expires_at: "2030-01-01T00:00:00Z" }),
    ),
  );
}

/** A trail of three rows; what was asked for is kept. */
function trail(): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  const rows = [row(3, "order.filled"), row(2, "order.accepted"), row(1, "settings.started")];
  server.use(
    http.compliance.get("/api/compliance/audit-trail", ({ request, response }) => {
      const query = new URL(request.url).searchParams;
      asked.push(query);
      const action = query.get("action");
      const found = rows.filter((one) => action === null || one.action === action);
      const after = query.get("cursor") === "page-2";
      if (query.get("limit") === "1")
        return response(200).json({ data: found.slice(0, 1), next_cursor: null });
      return response(200).json(
        after
          ? { data: found.slice(2), next_cursor: null }
          : { data: found.slice(0, 2), next_cursor: found.length > 2 ? "page-2" : null },
      );
    }),
  );
  return asked;
}

beforeEach(() => window.history.replaceState(null, "", "/compliance"));

test("nobody signed in: what to do, and no request to the trail", async () => {
  signedInAs();
  renderPage(<CompliancePage />);
  expect(await screen.findByRole("link", { name: /sign in/i })).toBeInTheDocument();
  expect(screen.queryByRole("tab")).not.toBeInTheDocument();
});

test("a trader is told which role to ask for", async () => {
  signedInAs("trader");
  renderPage(<CompliancePage />);
  expect(await screen.findByText(/compliance/i, { selector: "p.max-w-md" })).toBeInTheDocument();
  expect(screen.queryByRole("tab")).not.toBeInTheDocument();
});

test("a role that was taken away meanwhile: the service's refusal and its cure", async () => {
  signedInAs("compliance");
  const refused = problem(403, "ROLE", "This takes the role compliance.", "Ask an administrator.");
  server.use(
    http.compliance.get("/api/compliance/audit-trail", ({ response }) => response(403).json(refused)),
  );
  renderPage(<CompliancePage />);
  expect(await screen.findByRole("alert")).toHaveTextContent("Ask an administrator.");
});

test("rows come page after page, and open to their detail and both hashes", async () => {
  signedInAs("compliance");
  trail();
  renderPage(<CompliancePage />);
  const rows = await screen.findByRole("list", { name: "Audit trail" });
  expect(within(rows).getAllByRole("listitem")).toHaveLength(2);
  await userEvent.click(screen.getByRole("button", { name: "Older rows" }));
  await waitFor(() => expect(within(rows).getAllByRole("listitem")).toHaveLength(3));
  expect(screen.queryByRole("button", { name: "Older rows" })).not.toBeInTheDocument();
  await userEvent.click(within(rows).getByRole("button", { name: "Row 3: show all of it" }));
  expect(screen.getByRole("region", { name: "Detail of row 3" })).toHaveTextContent('"status": "working"');
  expect(within(rows).getByRole("button", { name: /^Copy: Hash before: \S/ })).toBeInTheDocument();
});

test("an action pressed in a row is searched for, and the address keeps it", async () => {
  signedInAs("compliance");
  const asked = trail();
  renderPage(<CompliancePage />);
  const rows = await screen.findByRole("list", { name: "Audit trail" });
  await userEvent.click(within(rows).getByRole("button", { name: "order.accepted" }));
  await waitFor(() => expect(asked.at(-1)?.get("action")).toBe("order.accepted"));
  expect(window.location.search).toContain("action=order.accepted");
  expect(await screen.findByLabelText("Action")).toHaveValue("order.accepted");
});

test("a search that nothing matches says how words are matched", async () => {
  window.history.replaceState(null, "", "/compliance?action=order");
  signedInAs("compliance");
  trail();
  renderPage(<CompliancePage />);
  expect(await screen.findByText("No row matches")).toBeInTheDocument();
});

test("a chain that holds says what was verified and what is not anchored yet", async () => {
  signedInAs("compliance");
  trail();
  server.use(http.compliance.get("/api/compliance/verify", ({ response }) => response(200).json(WHOLE)));
  renderPage(<CompliancePage />);
  await userEvent.click(await screen.findByRole("button", { name: "Verify the chain" }));
  expect(await screen.findByText("The chain holds.")).toBeInTheDocument();
  expect(screen.getByText(/20 rows walked, compared with 3 anchors/)).toHaveTextContent(
    "6 newer rows wait for the next anchor.",
  );
  expect(screen.getByText(/court's record is as the chain tells it/)).toBeInTheDocument();
});

test("a broken chain is loud: where, why, and what to do", async () => {
  signedInAs("compliance");
  trail();
  const broken = { ...WHOLE, holds: false, broken_at: 9, why: "Row 9 does not hash to what row 10 says." };
  server.use(http.compliance.get("/api/compliance/verify", ({ response }) => response(200).json(broken)));
  renderPage(<CompliancePage />);
  await userEvent.click(await screen.findByRole("button", { name: "Verify the chain" }));
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("The chain is broken at row 9.");
  expect(alert).toHaveTextContent("Row 9 does not hash");
  expect(within(alert).getAllByRole("listitem")).toHaveLength(4);
});

test("a court's record that was changed is told beside a chain that holds", async () => {
  signedInAs("compliance");
  trail();
  const court: components["schemas"]["CourtFlaw"][] = [
    { flaw: "deleted", subject: "look:1", sentence: "Look 1 was deleted." },
    { flaw: "rewritten", subject: "bundle:ab", sentence: "Its stop is 0.1 and was 0.2." },
  ];
  server.use(
    http.compliance.get("/api/compliance/verify", ({ response }) => response(200).json({ ...WHOLE, court })),
  );
  renderPage(<CompliancePage />);
  await userEvent.click(await screen.findByRole("button", { name: "Verify the chain" }));
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("The court's record is not as the chain tells it.");
  expect(
    within(alert)
      .getAllByRole("listitem")
      .map((one) => one.textContent),
  ).toEqual(court.map((one) => one.sentence));
  expect(screen.getByText("The chain holds.")).toBeInTheDocument();
});

test("what is kept and is not as the chain tells it is told beside a chain that holds", async () => {
  signedInAs("compliance");
  trail();
  const differences: components["schemas"]["Difference"][] = [
    { kind: "fill", where: "fill:7", what: "Fill 7 is not in the table fills: it was deleted." },
  ];
  const night = {
    at: "2026-01-01T00:00:00Z",
    findings: 1,
    first: "The night's.",
    files: 9,
    rows_compared: 8,
  };
  const told = { ...WHOLE, holds: false, differences, found: 1, night };
  server.use(http.compliance.get("/api/compliance/verify", ({ response }) => response(200).json(told)));
  renderPage(<CompliancePage />);
  await userEvent.click(await screen.findByRole("button", { name: "Verify the chain" }));
  const [alert, lastNight] = await screen.findAllByRole("alert");
  expect(alert).toHaveTextContent("Fill 7 is not in the table fills: it was deleted.");
  expect(lastNight).toHaveTextContent("of 9 files and 8 rows of PostgreSQL found 1 thing wrong");
  expect(screen.getByText("The chain holds.")).toBeInTheDocument();
});

test("a trade named by the address is told from bar to fill", async () => {
  window.history.replaceState(null, "", "/compliance?trade=champion-7");
  signedInAs("compliance");
  trail();
  server.use(
    http.compliance.get("/api/compliance/trades/{trade_id}", ({ response }) =>
      response(200).json(answerOf(POLICY_LEG)),
    ),
  );
  renderPage(<CompliancePage />);
  const steps = await screen.findByRole("list", { name: "Entry: from bar to fill" }, SLOW);
  const titles = within(steps)
    .getAllByRole("heading")
    .map((one) => one.textContent);
  expect(titles.slice(1, 5)).toEqual(["Bar the policy saw", "Features", "Prediction", "Decision"]);
  expect(within(steps).getByText("65.0 %")).toBeInTheDocument();
  expect(within(steps).getByText(/not on a quote/)).toBeInTheDocument();
});

test("a trade, a fill and a report whose bars were changed since are marked", async () => {
  signedInAs("compliance");
  trail();
  const reported = {
    id: "8b5d307b-ea50-4dff-9eb5-affec764365c",
    first: "2025-06-01",
    last: "2025-06-13",
    digest: "ab".repeat(32),
    json_key: "a.json",
    pdf_key: "a.pdf",
    requested_by: "ana",
    at: "2025-06-14T00:00:00Z",
    recorded_at: "2025-06-14T00:00:00Z",
  };
  const other = { ...reported, id: "8b5d307b-ea50-4dff-9eb5-affec7643650", bars_changed: null };
  server.use(
    http.compliance.get("/api/compliance/trades/{trade_id}", ({ response }) =>
      response(200).json({ ...answerOf(POLICY_LEG), bars_changed: CHANGED }),
    ),
    http.compliance.get("/api/compliance/reports", ({ response }) =>
      response(200).json({ data: [{ ...reported, bars_changed: CHANGED }, other], next_cursor: null }),
    ),
    http.trading.get("/api/trading/fills", ({ response }) =>
      response(200).json({ data: [{ ...FILL, bars_changed: CHANGED }], next_cursor: null }),
    ),
    http.trading.get("/api/trading/positions", ({ response }) =>
      response(200).json({ timestamp: "2025-06-13T15:00:00Z", data: [] }),
    ),
    http.trading.get("/api/latest/{symbol}", ({ response }) =>
      response(404).json(problem(404, "UNKNOWN", "No price.", "Wait.")),
    ),
  );
  for (const place of ["trade=champion-7", "tab=trades", "tab=reports"]) {
    window.history.replaceState(null, "", `/compliance?${place}`);
    const { unmount } = renderPage(<CompliancePage />);
    const marks = await screen.findAllByText("Bars changed", undefined, SLOW);
    expect([place, marks.length]).toEqual([place, 1]);
    unmount();
  }
});

test("what is missing in a trade is said", async () => {
  window.history.replaceState(null, "", "/compliance?trade=champion-7");
  signedInAs("compliance");
  trail();
  const leg = { ...POLICY_LEG, prediction: null, unknown: { prediction: "No prediction is recorded." } };
  server.use(
    http.compliance.get("/api/compliance/trades/{trade_id}", ({ response }) =>
      response(200).json(answerOf(leg, false)),
    ),
  );
  renderPage(<CompliancePage />);
  expect(await screen.findByText("something is missing")).toBeInTheDocument();
  expect(screen.getByText(/No prediction is recorded/)).toHaveTextContent("Missing:");
});

test("a trade that does not exist says how trades are called", async () => {
  window.history.replaceState(null, "", "/compliance?trade=main-1");
  signedInAs("compliance");
  server.use(
    http.compliance.get("/api/compliance/trades/{trade_id}", ({ response }) =>
      response(404).json(problem(404, "UNKNOWN", "There is no trade.", "Name another.")),
    ),
  );
  renderPage(<CompliancePage />);
  expect(await screen.findByText("There is no trade main-1")).toBeInTheDocument();
});

test("no trades yet: what makes one", async () => {
  window.history.replaceState(null, "", "/compliance?tab=trades");
  signedInAs("compliance");
  server.use(
    http.trading.get("/api/trading/fills", ({ response }) =>
      response(200).json({ data: [], next_cursor: null }),
    ),
    http.trading.get("/api/trading/positions", ({ response }) =>
      response(200).json({ timestamp: "2025-06-13T15:00:00Z", data: [] }),
    ),
  );
  renderPage(<CompliancePage />);
  expect(await screen.findByText("No fills yet")).toBeInTheDocument();
});

test("a report on too long a period is refused before it is asked for, another by the service", async () => {
  window.history.replaceState(null, "", "/compliance?tab=reports");
  signedInAs("compliance");
  const made: unknown[] = [];
  server.use(
    http.compliance.get("/api/compliance/reports", ({ response }) =>
      response(200).json({ data: [], next_cursor: null }),
    ),
    http.trading.get("/api/latest/{symbol}", ({ response }) =>
      response(404).json(problem(404, "UNKNOWN", "No price.", "Wait.")),
    ),
    http.compliance.post("/api/compliance/report", async ({ request, response }) => {
      made.push(await request.json());
      return response(409).json(
        problem(409, "TOO_MANY_TRADES", "It has 2,500 trades.", "Choose a shorter period."),
      );
    }),
  );
  renderPage(<CompliancePage />);
  const make = await screen.findByRole("button", { name: "Make the report" });
  await userEvent.type(screen.getByLabelText("First session"), "2025-01-01");
  await userEvent.type(screen.getByLabelText("Last session"), "2025-06-18");
  expect(screen.getByText(/The period is too long/)).toBeInTheDocument();
  expect(make).toBeDisabled();
  await userEvent.clear(screen.getByLabelText("First session"));
  await userEvent.type(screen.getByLabelText("First session"), "2025-06-01");
  await userEvent.click(make);
  expect(await screen.findByRole("alert")).toHaveTextContent("Choose a shorter period.");
  expect(made).toEqual([{ first: "2025-06-01", last: "2025-06-18" }]);
});

test("the tab of users is for administrators alone", async () => {
  signedInAs("compliance");
  trail();
  renderPage(<CompliancePage />);
  await screen.findByRole("tab", { name: "Reports" });
  expect(screen.queryByRole("tab", { name: "Access" })).not.toBeInTheDocument();
});
