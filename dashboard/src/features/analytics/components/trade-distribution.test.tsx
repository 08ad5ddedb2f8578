import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { components } from "@/lib/api/types/analytics";
import { ABOUT } from "./research.fixtures";
import { TradeDistribution } from "./trade-distribution";

type Body = components["schemas"]["TradeDistribution"];

const BODY: Body = {
  ...ABOUT,
  trades: 4,
  edges_bps: [-2, -1, 0, 1, 2],
  counts: [1, 0, 1, 2],
  by_hour: { "8": 3, "12": 1 },
  by_weekday: { Monday: 0, Tuesday: 0, Wednesday: 1, Thursday: 0, Friday: 3 },
  winners: 3,
  mean_bps: 0.5,
  median_bps: 1.25,
  best_bps: 9,
  worst_bps: -4,
  reasons: {},
};

function answers(part: Partial<Body>) {
  server.use(
    http.analytics.get("/api/analytics/trade-distribution", ({ response }) =>
      response(200).json({ ...BODY, ...part }),
    ),
  );
}

test("the middle and the ends of the trades are said with sign and unit", async () => {
  answers({});
  renderPage(<TradeDistribution />);
  expect(await screen.findByText("+9.00 bps")).toBeInTheDocument();
  expect(screen.getByText("-4.00 bps")).toBeInTheDocument();
  expect(screen.getByText("+1.25 bps")).toBeInTheDocument();
  expect(screen.getByText("3 winners, after costs")).toBeInTheDocument();
});

test("every bar can be read, the outermost as open; arrow keys go from bar to bar", async () => {
  answers({});
  renderPage(<TradeDistribution />);
  const first = await screen.findByRole("button", { name: /^Below -1.00\sbps: 1 trade$/ });
  expect(screen.getByRole("button", { name: /^\+1.00\sbps and above: 2 trades$/ })).toBeInTheDocument();
  first.focus();
  await userEvent.keyboard("{ArrowRight}{ArrowRight}");
  expect(screen.getByRole("button", { name: /^0.00 to \+1.00\sbps: 1 trade$/ })).toHaveFocus();
  await userEvent.keyboard("{End}");
  expect(screen.getByRole("button", { name: /and above/ })).toHaveFocus();
});

test("an hour of the session without a trade is there, with none", async () => {
  answers({});
  renderPage(<TradeDistribution />);
  const hours = await screen.findByRole("table", { name: /by hour/ });
  expect(hours).toHaveTextContent("08:00309:00010:00011:00012:001");
});

test("without a trade there is no histogram, but a way on", async () => {
  answers({ trades: 0 });
  renderPage(<TradeDistribution />);
  expect(await screen.findByText("No trade in this period")).toBeInTheDocument();
  expect(screen.queryByRole("group", { name: /Trades by net P&L/ })).not.toBeInTheDocument();
});
