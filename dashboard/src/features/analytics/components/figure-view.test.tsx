import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { CostsCard } from "./costs-table";
import { DiagnosisCards } from "./diagnosis-cards";
import { EquityCard } from "./equity-card";
import { problem } from "./examples";
import { Figures } from "./figure-view";
import { KpisCard } from "./kpis-card";
import { RiskPanel } from "./risk-panel";

const HIDDEN = "Nothing is shown of the sessions that judge this model before a look at them.";

function answers(detail: string) {
  for (const path of ["performance-kpis", "equity", "diagnosis", "risk-metrics"] as const)
    server.use(
      http.analytics.get(`/api/analytics/${path}`, ({ response }) =>
        response(404).json(problem(404, "NOTHING_YET", detail)),
      ),
    );
}

beforeEach(() => answers(HIDDEN));

test.each([
  ["figures", <KpisCard key="1" />],
  ["equity", <EquityCard key="2" />],
  ["costs", <CostsCard key="3" />],
  ["diagnosis", <DiagnosisCards key="4" />],
  ["risk", <RiskPanel key="5" />],
])("%s before a look: a state of the model, and no error", async (_, card) => {
  renderPage(card);
  expect(
    await screen.findByText("Nothing is shown of the sessions that judge it before a look"),
  ).toBeInTheDocument();
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

test("a tab says it once", async () => {
  renderPage(
    <Figures>
      <KpisCard />
      <EquityCard />
    </Figures>,
  );
  await waitFor(() => expect(screen.queryByRole("heading", { name: "Performance" })).not.toBeInTheDocument());
  expect(screen.getAllByText(/^Nothing is shown of the sessions/)).toHaveLength(1);
  expect(screen.queryByRole("heading", { name: "Equity and drawdown" })).not.toBeInTheDocument();
});

test("another reason for having nothing yet is the service's own", async () => {
  answers("Version 1 has not decided in a paper account yet.");
  renderPage(<KpisCard />);
  expect(await screen.findByText("There is nothing yet")).toBeInTheDocument();
  expect(screen.getByText("Version 1 has not decided in a paper account yet.")).toBeInTheDocument();
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});
