import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { CHANGED } from "@/test/changes";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { GATES, MODEL, models } from "./examples";
import { ReportCard } from "./report-card";

const OLD = `${MODEL.bundle_hash.slice(0, 12)}-20250610`;
const NEW = `${MODEL.bundle_hash.slice(0, 12)}-20250611`;

beforeEach(() =>
  server.use(
    http.analytics.get("/api/analytics/models", ({ response }) => response(200).json(models(MODEL))),
    http.analytics.get("/api/analytics/production-gates", ({ response }) => response(200).json(GATES)),
    http.analytics.get("/api/analytics/reports", ({ response }) =>
      response(200).json({ data: [OLD, NEW], stale: [OLD], bars_changed: { [OLD]: CHANGED } }),
    ),
  ),
);

test.each([
  [OLD, 1],
  [NEW, 0],
] as const)("a report is marked where its bars were changed since: %s", async (report, marks) => {
  window.history.replaceState(null, "", `/?report=${report}`);
  renderPage(<ReportCard />);
  expect(await screen.findByRole("link", { name: /Download/ })).toHaveAttribute(
    "download",
    `usdcop-${report}.pdf`,
  );
  expect(screen.queryAllByText("Bars changed")).toHaveLength(marks);
});
