import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { Equity } from "../api/performance";
import { CostsCard } from "./costs-table";
import { REF } from "./examples";

const line = (multiple: number, sharpe: number | null) => ({
  name: `costs x${multiple}`,
  equity: [1],
  drawdown: [0],
  metrics: { sharpe, total_return: 0.01, mean_session_bps: 1.5 },
});

const EQUITY: Equity = {
  symbol: "USDCOP",
  period_days: 365,
  window: "judged",
  data_points: 1,
  timestamp: "2025-06-18T13:47:24Z",
  model: REF,
  data_kind: "replay",
  basis: "backtest",
  first_session: "2025-06-18",
  last_session: "2025-06-18",
  sessions: ["2025-06-18"],
  equity: [1],
  drawdown: [0],
  returns: [0],
  costs: [line(1, 1.01), line(2, null)],
  baselines: [],
};

test("the costs are of the same sessions as the other cards, and say which", async () => {
  const asked: string[] = [];
  server.use(
    http.analytics.get("/api/analytics/equity", ({ request, response }) => {
      asked.push(new URL(request.url).search);
      return response(200).json(EQUITY);
    }),
  );
  renderPage(<CostsCard />);
  expect(await screen.findByRole("row", { name: /^× 1 .*1\.01/ })).toBeInTheDocument();
  expect(screen.getByRole("row", { name: /^× 2/ })).toHaveTextContent("—");
  expect(screen.getByText(/the sessions that judge it · 1 session/)).toBeInTheDocument();
  expect(asked).toEqual(["?basis=backtest&window=judged&period_days=365"]);
});
