import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { COURT, MODEL, models, REF } from "./examples";
import { LostTitleBadge, LostTitleBanner } from "./lost-title";

const LOST = {
  ...COURT,
  title: "lost",
  title_reason: "its edge decayed: V reached 21 after 312 sessions, 2026-11-20",
  title_since: "2026-11-23",
};

function answers(rows: readonly (typeof MODEL)[], reason = LOST.title_reason) {
  const asked: (string | null)[] = [];
  server.use(
    http.analytics.get("/api/analytics/models", ({ response }) => response(200).json(models(...rows))),
    http.analytics.get("/api/analytics/court", ({ request, response }) => {
      const version = new URL(request.url).searchParams.get("model");
      asked.push(version);
      const lost = version === "1" ? { ...LOST, title_reason: reason } : COURT;
      return response(200).json({ ...lost, model: { ...REF, version: Number(version) } });
    }),
  );
  return asked;
}

test("a lost title is told on the page with its reason and since when", async () => {
  answers([MODEL]);
  renderPage(<LostTitleBanner />);
  const banner = await screen.findByRole("alert");
  expect(banner).toHaveTextContent("Version 1 lost the title of champion");
  expect(banner).toHaveTextContent("its edge decayed: V reached 21 after 312 sessions, on 2026-11-20");
  expect(banner).toHaveTextContent("From the session of 2026-11-23 on");
});

test("gates that refuse it anew are named in words, and so is what changed; other reasons are the service's", async () => {
  answers([MODEL], "refused by edge, drawdown since costs, code changed");
  const { unmount } = renderPage(<LostTitleBanner />);
  expect(await screen.findByRole("alert")).toHaveTextContent(
    "refused by Edge, Maximum drawdown, since these changed: the costs, the version of the program",
  );
  unmount();
  answers([MODEL], "taken by hand");
  renderPage(<LostTitleBanner />);
  expect(await screen.findByRole("alert")).toHaveTextContent("Why: taken by hand.");
});

test("the header of every page points to it", async () => {
  answers([MODEL]);
  renderPage(<LostTitleBadge />);
  const link = await screen.findByRole("link", { name: /A champion lost its title: version 1/ });
  expect(link).toHaveAttribute("href", "/ml-analytics");
});

test("a new champion closes the matter, and models without a role are not asked about", async () => {
  const asked = answers([{ ...MODEL, version: 3, roles: ["champion"] }, MODEL]);
  const { unmount } = renderPage(<LostTitleBanner />);
  await new Promise((done) => setTimeout(done, 50));
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  expect(asked).toEqual([]);
  unmount();
  const later = answers([MODEL, { ...MODEL, version: 2, roles: [] }]);
  renderPage(<LostTitleBanner />);
  await screen.findByRole("alert");
  expect(later).toEqual(["1"]);
});
