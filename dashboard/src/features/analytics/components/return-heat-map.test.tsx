import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { components } from "@/lib/api/types/analytics";
import { ABOUT, NO_MODEL } from "./research.fixtures";
import { ReturnHeatMap } from "./return-heat-map";

type Cell = components["schemas"]["HeatCell"];

const CELLS: Cell[] = [
  { weekday: "Monday", starts: "08:05", trades: 12, sessions: 50, bps: -2, exposure: 0.25 },
  { weekday: "Monday", starts: "08:20", trades: 0, sessions: 50, bps: null, exposure: 0 },
  { weekday: "Friday", starts: "08:05", trades: 1, sessions: 3, bps: 40, exposure: 1 },
  { weekday: "Friday", starts: "08:20", trades: 8, sessions: 50, bps: 1, exposure: 0.5 },
];

function answers(cells: Cell[], data_points = 248) {
  server.use(
    http.analytics.get("/api/analytics/heatmap", ({ response }) =>
      response(200).json({ ...ABOUT, data_points, cells }),
    ),
  );
}

const cellNamed = (name: RegExp) => screen.findByRole("gridcell", { name });

test("a cell tells its mean, its trades and its sessions, and the scale its ends", async () => {
  answers(CELLS);
  renderPage(<ReturnHeatMap />);
  expect(
    await cellNamed(/Monday, from 08:05 · -2.00\sbps a trade · 12 trades · 50 sessions$/),
  ).toHaveTextContent("-2.0");
  expect(screen.getByText(/\+2\.0 bps/)).toBeInTheDocument();
});

test("a lone trade is shown but has no colour, and says why; a cell without one is a dash", async () => {
  answers(CELLS);
  renderPage(<ReturnHeatMap />);
  const lone = await cellNamed(/Friday, from 08:05 .* too few to tell from chance/);
  expect(lone).toHaveTextContent("+40.0");
  expect(lone.style.background).toBe("");
  expect(await cellNamed(/Monday, from 08:20 · no trade entered/)).toHaveTextContent("—");
});

test("arrow keys move from cell to cell, and the line below tells the one in focus", async () => {
  answers(CELLS);
  renderPage(<ReturnHeatMap />);
  const first = await cellNamed(/Monday, from 08:05/);
  await userEvent.tab();
  while (document.activeElement?.getAttribute("role") !== "gridcell") await userEvent.tab();
  expect(first).toHaveFocus();
  await userEvent.keyboard("{ArrowRight}{ArrowDown}");
  expect(await cellNamed(/Friday, from 08:20/)).toHaveFocus();
  expect(screen.getByText(/Friday, from 08:20 · \+1.00 bps a trade · 8 trades/)).toBeInTheDocument();
});

test("the measure changes to exposure and is kept in the address", async () => {
  answers(CELLS);
  renderPage(<ReturnHeatMap />);
  await cellNamed(/Monday, from 08:05/);
  await userEvent.click(screen.getByRole("radio", { name: "Exposure" }));
  expect(await cellNamed(/Friday, from 08:20 · exposure 50.00\s%/)).toBeInTheDocument();
  expect(window.location.search).toBe("?heat=exposure");
});

test("the same cells as a table, a missing mean with its reason", async () => {
  answers(CELLS);
  window.history.replaceState(null, "", "/?heatAs=table");
  renderPage(<ReturnHeatMap />);
  const row = await screen.findByRole("row", { name: /Monday 08:20/ });
  expect(row).toHaveTextContent("—");
  expect(screen.getByRole("row", { name: /Monday 08:05 -2.00\sbps 12 25.00\s% 50/ })).toBeInTheDocument();
  expect(screen.queryByRole("grid")).not.toBeInTheDocument();
});

test("no session, and a model that does not exist", async () => {
  answers([], 0);
  const { unmount } = renderPage(<ReturnHeatMap />);
  expect(await screen.findByText("No session in this period")).toBeInTheDocument();
  unmount();
  server.use(http.analytics.get("/api/analytics/heatmap", ({ response }) => response(404).json(NO_MODEL)));
  renderPage(<ReturnHeatMap />);
  expect(await screen.findByRole("alert")).toHaveTextContent("No model is called '99'.");
});
