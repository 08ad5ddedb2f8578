import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { GATES, gate, KPIS, MODEL, models, problem } from "./examples";
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
  expect(sentence).toHaveTextContent(
    /^No edge found: .*-0\.05\sbps to \+0\.02\sbps.* cannot be told from zero \(p = 0\.62, at most 0\.03 asked\)/,
  );
  expect(await screen.findByText("267")).toBeInTheDocument();
  expect(screen.getByText("1 of 3")).toBeInTheDocument();
  expect(screen.getByText("Beats beyond doubt").nextSibling).toHaveTextContent("10 bps");
  expect(screen.getByText("UNPROVEN")).toBeInTheDocument();
  expect(screen.getByText("REPLAY")).toBeInTheDocument();
});

test("what never traded beats nothing, though the baselines lost", async () => {
  const idle = { ...MODEL, metrics: { ...MODEL.metrics, trades: 0 } };
  server.use(http.analytics.get("/api/analytics/models", ({ response }) => response(200).json(models(idle))));
  renderPage(
    <>
      <VerdictBanner />
      <RivalsCard />
    </>,
  );
  expect(await screen.findByText("no baseline")).toBeInTheDocument();
  const fade = (await screen.findByText("One-bar fade, 10 bps")).closest("tr");
  expect(fade).toHaveTextContent("Not beyond doubt");
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
  const row = (await screen.findByText("No single session carries it")).closest("tr") as HTMLElement;
  expect(row).toHaveTextContent("Refused");
  expect(row).toHaveTextContent("≤ 50.0 %");
  expect(row).toHaveTextContent("It would have taken a profit that does not hang on one session");
  const dash = within(row).getByRole("button", { name: "There is no profit to carry." });
  expect(dash).toHaveTextContent("—");
  expect(screen.getByText("Bears higher costs").closest("tr")).toHaveTextContent("Passed");
});

test("a gate tells its p, what it must reach, the interval with what it is of, and what would have passed", async () => {
  renderPage(<GatesCard />);
  const row = (await screen.findByText("Edge")).closest("tr") as HTMLElement;
  expect(row).toHaveTextContent(/p\s0\.62.*≤ p\s0\.03/);
  expect(row).toHaveTextContent(
    /It would have taken a mean of about \+0\.82\sbps a session.*Sharpe ratio of 1\.9/,
  );
  expect(
    within(row).getByRole("img", { name: /^mean net return a session: -0\.05\sbps to \+0\.02\sbps$/ }),
  ).toBeInTheDocument();
  const costs = screen.getByText("Bears higher costs").closest("tr") as HTMLElement;
  expect(costs).toHaveTextContent(/> p\s0\.05/);
  expect(
    within(costs).getByRole("img", { name: /break-even at 1\.55\s× the costs.*: 0\.80\s× to 2\.40\s×/ }),
  ).toBeInTheDocument();
});

test("the error rates of the gates are one step away", async () => {
  renderPage(<GatesCard />);
  expect(await screen.findByRole("link", { name: "error rates of these gates" })).toHaveAttribute(
    "href",
    "/docs/court",
  );
});

test("an edge that is asked for forward has other words, and a gate without words of ours keeps the service's", async () => {
  const gates = [
    gate({
      unit: "multiple",
      operator: "≥",
      threshold: 33,
      value: 3.1,
      needed: "wealth of 33; it stands at 3.10",
    }),
    gate({
      name: "moon",
      title: "Full moon",
      description: "That it shines.",
      unit: "count",
      value: 3,
      needed: "a sky",
    }),
  ];
  server.use(
    http.analytics.get("/api/analytics/production-gates", ({ response }) =>
      response(200).json({ ...GATES, gates }),
    ),
  );
  renderPage(<GatesCard />);
  const forward = (await screen.findByText("Edge, proven forward")).closest("tr");
  expect(forward).toHaveTextContent(/wealth of 33; it stands at 3\.10/);
  expect(forward).toHaveTextContent(/≥ 33\.00\s×/);
  expect(screen.getByText("Full moon").closest("tr")).toHaveTextContent(
    /That it shines.*It would have taken a sky/,
  );
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
  expect(screen.getByText(/has not been judged yet: nothing can be said/)).toBeInTheDocument();
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
