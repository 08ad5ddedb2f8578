import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { MODEL, models } from "./examples";
import { AnalyticsFilterBar } from "./filter-bar";

beforeEach(() => {
  window.history.replaceState(null, "", "/");
  server.use(
    http.analytics.get("/api/analytics/models", ({ response }) => response(200).json(models(MODEL))),
  );
});

test("the sessions that judge the model come first; a period is written into the address", async () => {
  renderPage(<AnalyticsFilterBar scope="figures" />);
  const sessions = screen.getByRole("combobox", { name: "Sessions" });
  expect(sessions).toHaveTextContent("Those that judge it");
  await userEvent.click(sessions);
  await userEvent.click(await screen.findByRole("option", { name: "90 days" }));
  expect(window.location.search).toBe("?period_days=90");
  await userEvent.click(screen.getByRole("combobox", { name: "Sessions" }));
  await userEvent.click(await screen.findByRole("option", { name: "Those that judge it" }));
  expect(window.location.search).toBe("");
});

test("a paper account has no sessions that judge it", async () => {
  renderPage(<AnalyticsFilterBar scope="figures" />);
  await userEvent.click(screen.getByRole("radio", { name: "Paper account" }));
  const sessions = screen.getByRole("combobox", { name: "Sessions" });
  expect(sessions).toHaveTextContent("365 days");
  await userEvent.click(sessions);
  expect(screen.queryByRole("option", { name: "Those that judge it" })).not.toBeInTheDocument();
});

test("where ledger and sessions would change nothing, there is no switch, and it says so", () => {
  renderPage(<AnalyticsFilterBar scope="judged" />);
  expect(screen.queryByRole("combobox", { name: "Sessions" })).not.toBeInTheDocument();
  expect(screen.getByText(/sessions that judge each model/)).toBeInTheDocument();
});
