import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { GATES, KPIS, MODEL, models, problem } from "./examples";
import { GatesCard } from "./gates-table";
import { KpisCard } from "./kpis-card";
import { RivalsCard } from "./rivals-card";
import { RoleCards } from "./role-cards";
import { VerdictBanner } from "./verdict-banner";

beforeEach(() => {
  server.use(
    http.analytics.get("/api/analytics/models", ({ response }) => response(200).json(models(MODEL))),
    http.analytics.get("/api/analytics/production-gates", ({ response }) => response(200).json(GATES)),
    http.analytics.get("/api/analytics/performance-kpis", ({ response }) => response(200).json(KPIS)),
  );
});

test("the verdict stands first, with trades, sessions, gates and the baselines it beats", async () => {
  renderPage(<VerdictBanner />);
  const sentence = await screen.findByRole("heading");
  expect(sentence).toHaveTextContent(/^No edge found: .*-0\.05\sbps to \+0\.02\sbps.* rests on 3 trades/);
  expect(await screen.findByText("267")).toBeInTheDocument();
  expect(screen.getByText("1 of 3")).toBeInTheDocument();
  expect(screen.getByText("Beats beyond doubt").nextSibling).toHaveTextContent("10 bps");
  expect(screen.getByText("UNPROVEN")).toBeInTheDocument();
  expect(screen.getByText("REPLAY")).toBeInTheDocument();
});

test("an empty champion's seat says why it is empty", async () => {
  renderPage(<RoleCards />);
  const champion = (await screen.findByRole("heading", { name: "Champion" })).closest("section");
  expect(champion).toHaveTextContent("No model has passed the gates");
  const challenger = screen.getByRole("heading", { name: "Challenger" }).closest("section");
  expect(challenger).toHaveTextContent("CHALLENGER");
  expect(challenger).toHaveTextContent("-0.05 bps to +0.02 bps");
  expect(await within(challenger as HTMLElement).findByText("1 of 3 gates passed")).toBeInTheDocument();
});

test("a proven champion is not called unproven", async () => {
  const proven = { ...MODEL, roles: ["champion" as const], failed_gates: [] };
  server.use(
    http.analytics.get("/api/analytics/models", ({ response }) => response(200).json(models(proven))),
  );
  renderPage(<RoleCards />);
  expect(await screen.findByText("CHAMPION")).toBeInTheDocument();
  expect(screen.queryByText("UNPROVEN")).not.toBeInTheDocument();
});

test("a gate whose figure is unknown refuses, and says why", async () => {
  renderPage(<GatesCard />);
  const row = (await screen.findByText("CAGR lost at 1.25 × costs")).closest("tr") as HTMLElement;
  expect(row).toHaveTextContent("Refused");
  expect(row).toHaveTextContent("≤ 20.0 %");
  expect(within(row).getByRole("button")).toHaveTextContent("—");
  expect(screen.getByText("Maximum drawdown").closest("tr")).toHaveTextContent("Passed");
});

test("a model that nobody judged has no gates, and is told how to get them", async () => {
  server.use(
    http.analytics.get("/api/analytics/production-gates", ({ response }) =>
      response(200).json({
        ...GATES,
        gates: [],
        total_gates: 0,
        passing_gates: 0,
        verdict: null,
        rivals: [],
      }),
    ),
  );
  renderPage(
    <>
      <VerdictBanner />
      <GatesCard />
      <RivalsCard />
    </>,
  );
  expect(await screen.findByText("No gate has seen this model")).toBeInTheDocument();
  expect(screen.getByText(/has not been evaluated yet: nothing can be said/)).toBeInTheDocument();
  expect(screen.getByText("No comparison yet")).toBeInTheDocument();
});

test("a figure that cannot be known is a dash with its reason, and a known zero is a zero", async () => {
  renderPage(<KpisCard />);
  const sharpe = await screen.findByText("Sharpe ratio");
  const dash = within(sharpe.parentElement as HTMLElement).getByRole("button");
  expect(dash).toHaveAccessibleName(/do not vary/);
  expect(screen.getByText("Maximum drawdown").nextSibling).toHaveTextContent(/^0\.00\s%$/);
});

test("where the service is down, it says so and can be asked again", async () => {
  let down = true;
  server.use(
    http.analytics.get("/api/analytics/performance-kpis", ({ response }) =>
      down
        ? response(503).json(problem(503, "SERVICE_DOWN", "The analytics service does not answer."))
        : response(200).json(KPIS),
    ),
  );
  renderPage(<KpisCard />);
  expect(await screen.findByRole("alert")).toHaveTextContent("The analytics service does not answer.");
  down = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Sharpe ratio")).toBeInTheDocument();
});
