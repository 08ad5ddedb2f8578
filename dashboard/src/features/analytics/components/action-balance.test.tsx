import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { components } from "@/lib/api/types/analytics";
import type { RlFigures } from "../api/research";
import { ActionBalance } from "./action-balance";
import { ABOUT } from "./research.fixtures";

type Body = components["schemas"]["RlMetrics"];

const figures = (part: Partial<RlFigures>): RlFigures => ({
  tradesPerEpisode: 0.012,
  avgHolding: 1.3,
  actionBalance: { buy: 0.01, sell: 0.02, hold: 0.97 },
  spreadPaid: 0.0018,
  exposure: 0.0003,
  meanPosition: 0.0001,
  turnover: 0.024,
  meanSessionBps: -0.01,
  totalReturn: -0.0003,
  ...part,
});

function answers(part: Partial<Body>) {
  server.use(
    http.analytics.get("/api/analytics/rl-metrics", ({ response }) =>
      response(200).json({ ...ABOUT, metrics: figures({}), reasons: {}, baselines: [], ...part }),
    ),
  );
}

test("the shares of the decisions are named, and the model stands beside the baselines", async () => {
  answers({
    baselines: [
      {
        name: "flat",
        metrics: figures({ tradesPerEpisode: 0, avgHolding: null }),
        reasons: { avgHolding: "no trade" },
      },
      { name: "fade 10 bps", metrics: figures({ meanSessionBps: -28.13 }), reasons: {} },
    ],
  });
  renderPage(<ActionBalance />);
  expect(await screen.findByText("97.00 %")).toBeInTheDocument();
  const [, own, flat, fade] = within(screen.getByRole("table")).getAllByRole("row");
  expect(own).toHaveTextContent("Version 1");
  expect(flat).toHaveTextContent("Flat");
  expect(within(flat ?? document.body).getByRole("button")).toHaveAccessibleName(
    "There was no trade in this period.",
  );
  expect(fade).toHaveTextContent("One-bar fade, 10 bps");
  expect(fade).toHaveTextContent("-28.13 bps");
});

test("shares without a decision are dashes with their reason", async () => {
  answers({
    metrics: figures({ actionBalance: { buy: null, sell: null, hold: null } }),
    reasons: { buy: "no decision", sell: "no decision", hold: "no decision" },
  });
  renderPage(<ActionBalance />);
  expect(
    await screen.findAllByRole("button", { name: "There was no decision in this period." }),
  ).toHaveLength(3);
});

test("a paper account has no baselines beside it, and says where they are", async () => {
  answers({ basis: "paper" });
  renderPage(<ActionBalance />);
  expect(await screen.findByText(/choose the backtest to see them/)).toBeInTheDocument();
});
