import { screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, test, vi } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { Court, Curve } from "../api/court";
import { DecayCard, ProofCard } from "./court-cards";
import { COURT } from "./examples";

// What is drawn needs a browser; the slider around it tells the same figures.
vi.mock("@/components/charts/series/canvas", () => ({ Canvas: () => null }));

function answers(part: Partial<Court>) {
  server.use(
    http.analytics.get("/api/analytics/court", ({ response }) => response(200).json({ ...COURT, ...part })),
  );
}

/** A curve over as many days as values. */
function curve(limit: number, values: readonly number[]): Curve {
  const first = Date.UTC(2026, 0, 1);
  const day = (place: number) => new Date(first + place * 86_400_000).toISOString().slice(0, 10);
  return { limit, data: values.map((value, place) => ({ session: day(place), value })) };
}

test("a bundle that was not entered has no proof, and it says how one begins", async () => {
  answers({});
  renderPage(<ProofCard />);
  expect(await screen.findByText("Not entered: no proof runs")).toBeInTheDocument();
  expect(screen.getByText(/usdcop models enter/)).toBeInTheDocument();
});

test("a proof tells its sessions, its wealth, what it must reach, and when it is first looked at", async () => {
  answers({ forward: curve(32.9, [1.1, 1.3]) });
  renderPage(<ProofCard />);
  expect(await screen.findByText("Not proven yet")).toBeInTheDocument();
  expect(screen.getByText("at session 60; 58 sessions to go")).toBeInTheDocument();
  expect(screen.getByText("Wealth now").nextSibling).toHaveTextContent("1.30");
  expect(screen.getByText("Must reach").nextSibling).toHaveTextContent("32.9");
  const chart = await screen.findByRole("slider", { name: /logarithmic scale, with their target/ });
  expect(chart).toHaveAttribute(
    "aria-valuetext",
    expect.stringMatching(/Wealth of the bets 1\.30 ; Target 32\.90/),
  );
});

test("a target that was reached at a look is a proof", async () => {
  answers({ forward: curve(20, [...Array.from({ length: 60 }, () => 5), 21]) });
  renderPage(<ProofCard />);
  expect(await screen.findByText("Proven at session 61")).toBeInTheDocument();
});

test("an entry whose first session has not closed", async () => {
  answers({ forward: curve(20, []) });
  renderPage(<ProofCard />);
  expect(await screen.findByText("Entered; no session has closed since")).toBeInTheDocument();
});

test("only a champion that proved an edge has one to keep", async () => {
  answers({});
  renderPage(<DecayCard />);
  expect(await screen.findByText("Nothing to watch")).toBeInTheDocument();
});

test("V stands beside the line that costs the title", async () => {
  answers({ decay: curve(20, [1, 1.4]) });
  const { unmount } = renderPage(<DecayCard />);
  expect(await screen.findByText("The title is kept")).toBeInTheDocument();
  expect(screen.getByText("V now").nextSibling).toHaveTextContent("1.40");
  expect(await screen.findByRole("slider")).toHaveAttribute(
    "aria-valuetext",
    expect.stringMatching(/Title lost at 20\.00/),
  );
  unmount();
  answers({ decay: curve(20, [1, 21, 3]) });
  renderPage(<DecayCard />);
  expect(await screen.findByText(/V reached the line on 2026-01-02/)).toBeInTheDocument();
});

test("both cards can be read by everybody", async () => {
  answers({ forward: curve(33, [1.1, 1.3]), decay: curve(20, [1, 1.4]) });
  const { container } = renderPage(
    <main>
      <h1>Models</h1>
      <ProofCard />
      <DecayCard />
    </main>,
  );
  await screen.findByText("The title is kept");
  await waitFor(() => expect(screen.getAllByRole("slider")).toHaveLength(2));
  // Colours are judged in a browser, by the journey of the pages.
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});
