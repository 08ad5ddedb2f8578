import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { TrainingRun } from "../api/research";
import { RunsTable } from "./runs-table";

const run = (id: string, seed: string, part: Partial<TrainingRun> = {}): TrainingRun => ({
  run_id: id.padEnd(32, "0"),
  name: `seed-${seed}`,
  group: "5447d43e53c9",
  seed,
  versions: [],
  params: { learning_rate: "0.001", steps: "1000000", seed },
  metrics: { validation_return_bps: Number(seed) / 10, abstains: 0, steps: 1_000_268 },
  tags: { data_hash: "270352e2", split_id: "chrono-1", seeds: "0,1,2" },
  ...part,
});

const RUNS = [
  run("cccccccc", "2", { metrics: { abstains: 1 } }),
  run("bbbbbbbb", "1"),
  run("aaaaaaaa", "0", { versions: [2] }),
  run("dddddddd", "0", {
    group: "3b4c9d47702e",
    params: { learning_rate: "0.01", steps: "60000", seed: "0" },
    tags: { data_hash: "270352e2", split_id: "chrono-1", seeds: "0,1" },
  }),
];

function answers(data: TrainingRun[]) {
  server.use(http.analytics.get("/api/analytics/runs", ({ response }) => response(200).json({ data })));
}

const seeds = (table: HTMLElement) =>
  within(table)
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("cell")[1]?.textContent);

test("runs stand by training and seed, the shipped one marked", async () => {
  answers(RUNS);
  renderPage(<RunsTable />);
  const training = await screen.findByRole("region", { name: "Training 5447d43e53c9" });
  const table = within(training).getByRole("table");
  expect(seeds(table)).toEqual(["0", "1", "2"]);
  expect(within(table).getAllByRole("row")[1]).toHaveTextContent("Shipped as v2");
  expect(within(table).getAllByRole("row")[3]).toHaveTextContent("Abstains");
  expect(training).toHaveTextContent("3 seeds · 1,000,000 steps");
});

test("a figure that a run did not keep is a dash, and sorts last", async () => {
  answers(RUNS);
  renderPage(<RunsTable />);
  const training = await screen.findByRole("region", { name: "Training 5447d43e53c9" });
  const table = within(training).getByRole("table");
  await userEvent.click(within(table).getByRole("button", { name: "Seed" }));
  expect(seeds(table)).toEqual(["2", "1", "0"]);
  const [, third] = within(table).getAllByRole("row");
  expect(
    within(third ?? table).getAllByRole("button", { name: "This run did not keep this figure." }).length,
  ).toBeGreaterThan(0);
});

test("seeds that the service does not list are not passed over in silence", async () => {
  answers(RUNS);
  renderPage(<RunsTable />);
  expect(await screen.findByText("The service lists 1 of the 2 seeds of this training.")).toBeInTheDocument();
});

test("two chosen runs compare: what differs is marked, what is the same waits behind a button", async () => {
  answers(RUNS);
  renderPage(<RunsTable />);
  await userEvent.click(await screen.findByRole("checkbox", { name: "Compare seed 0 of 5447d43e53c9" }));
  expect(screen.getByRole("button", { name: "Compare (1)" })).toBeDisabled();
  await userEvent.click(screen.getByRole("checkbox", { name: "Compare seed 0 of 3b4c9d47702e" }));
  await userEvent.click(screen.getByRole("button", { name: "Compare (2)" }));
  const dialog = await screen.findByRole("dialog");
  const rate = within(dialog).getByRole("row", { name: /learning_rate/ });
  expect(rate).toHaveTextContent("learning_rate (differs)0.0010.01");
  expect(within(dialog).queryByRole("row", { name: /split_id/ })).not.toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole("button", { name: /the same/ }));
  expect(within(dialog).getByRole("row", { name: /split_id/ })).toBeInTheDocument();
});

test("the choice and the comparison live in the address, and closing keeps the choice", async () => {
  answers(RUNS);
  window.history.replaceState(null, "", "/?runs=aaaaaaaa,bbbbbbbb&compare=runs");
  renderPage(<RunsTable />);
  const dialog = await screen.findByRole("dialog", { name: "2 runs beside each other" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Close" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(window.location.search).toBe("?runs=aaaaaaaa%2Cbbbbbbbb");
});

test("before the first training it says how to get one", async () => {
  answers([]);
  renderPage(<RunsTable />);
  expect(await screen.findByText("usdcop train")).toBeInTheDocument();
});
