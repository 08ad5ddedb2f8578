import { useQueryClient } from "@tanstack/react-query";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { RiskMetrics } from "../api/research";
import { ABOUT, NO_MODEL } from "./research.fixtures";
import { RiskPanel } from "./risk-panel";

const RISK: RiskMetrics = {
  ...ABOUT,
  portfolioValue: 410_365_318,
  grossExposure: 100_000,
  netExposure: -100_000,
  leverage: 1,
  portfolioVaR95: 1_234_567,
  portfolioVaR99: 2_000_000,
  portfolioVaR95Percent: 0.003,
  expectedShortfall95: 1_500_000,
  portfolioVolatility: 0.012,
  currentDrawdown: 0.01,
  maximumDrawdown: 0.02,
  timeToLiquidate: 5,
  bestCaseScenario: 900_000,
  worstCaseScenario: -1_700_000,
  stressTestResults: [
    { scenario: "USD/COP -10 %", move: -0.1, pnl_cop: 40_000_000 },
    { scenario: "USD/COP +10 %", move: 0.1, pnl_cop: -40_000_000 },
  ],
  reasons: {},
};

function answers(part: Partial<RiskMetrics>) {
  server.use(
    http.analytics.get("/api/analytics/risk-metrics", ({ response }) =>
      response(200).json({ ...RISK, ...part }),
    ),
  );
}

test("losses are in pesos and exposure in dollars, and the horizon is said", async () => {
  answers({});
  renderPage(<RiskPanel />);
  expect(await screen.findByText("COP 1,234,567")).toBeInTheDocument();
  expect(screen.getByText(/0.30 % of capital/)).toBeInTheDocument();
  expect(screen.getByText("USD -100,000.00")).toBeInTheDocument();
  expect(screen.getByText(/Horizon: one session. Empirical: .* 248 sessions/)).toBeInTheDocument();
  expect(
    screen.getByText(/Version 1 · backtest on unseen sessions · the sessions that judge it · 248 sessions/),
  ).toBeInTheDocument();
});

test("a short position gains where the price falls", async () => {
  answers({});
  renderPage(<RiskPanel />);
  const stress = await screen.findByRole("table", { name: "Stress tests" });
  expect(
    within(stress).getByRole("row", { name: /USD\/COP\s-10\s% .*COP\s\+40,000,000/ }),
  ).toBeInTheDocument();
  expect(
    within(stress).getByRole("row", { name: /USD\/COP\s\+10\s% .*COP\s-40,000,000/ }),
  ).toBeInTheDocument();
});

test("what cannot be known is a dash with its reason, never zero", async () => {
  answers({ portfolioVaR99: null, reasons: { portfolioVaR99: "fewer than 100 sessions" } });
  renderPage(<RiskPanel />);
  const dash = await screen.findByRole("button", { name: "This needs at least 100 sessions." });
  expect(dash).toHaveTextContent("—");
  expect(screen.queryByText("99 of 100 sessions lost no more")).not.toBeInTheDocument();
});

test("a period without a session says what to do instead of showing empty figures", async () => {
  answers({ data_points: 0, first_session: null, last_session: null });
  renderPage(<RiskPanel />);
  expect(await screen.findByText("Choose a longer period, or the backtest.")).toBeInTheDocument();
  expect(screen.queryByText("Value at risk 95 %")).not.toBeInTheDocument();
});

test("an unknown model is told with its cure", async () => {
  server.use(
    http.analytics.get("/api/analytics/risk-metrics", ({ response }) => response(404).json(NO_MODEL)),
  );
  renderPage(<RiskPanel />);
  expect(await screen.findByRole("alert")).toHaveTextContent(/No model is called '99'.*See GET/);
});

test("the filter of the address is what is asked for", async () => {
  const asked: string[] = [];
  server.use(
    http.analytics.get("/api/analytics/risk-metrics", ({ request, response }) => {
      asked.push(new URL(request.url).search);
      return response(200).json(RISK);
    }),
  );
  window.history.replaceState(null, "", "/?model=2&basis=paper&period_days=30");
  renderPage(<RiskPanel />);
  await screen.findByText("COP 1,234,567");
  expect(asked).toEqual(["?model=2&basis=paper&window=period&period_days=30"]);
});

/** Asks again for everything on the page, as time or a returning reader does. */
function Again() {
  const client = useQueryClient();
  return <button onClick={() => void client.refetchQueries()}>again</button>;
}

test("after an outage the old figures stay, with since when they are old", async () => {
  answers({});
  renderPage(
    <>
      <RiskPanel />
      <Again />
    </>,
  );
  await screen.findByText("COP 1,234,567");
  server.use(http.analytics.get("/api/analytics/risk-metrics", () => HttpResponse.error()));
  await userEvent.click(screen.getByRole("button", { name: "again" }));
  expect(await screen.findByText(/No data since/)).toBeInTheDocument();
  expect(screen.getByText("COP 1,234,567")).toBeInTheDocument();
});
