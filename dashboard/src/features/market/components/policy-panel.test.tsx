import { act, screen, within } from "@testing-library/react";
import { HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";
import { useMarketFeed } from "@/features/market/api/feed";
import type { components } from "@/lib/api/types/trading";
import { CHANGED } from "@/test/changes";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { PolicyPanel } from "./policy-panel";

type Prediction = components["schemas"]["Prediction"];

const prediction = (more: Partial<Prediction> = {}): Prediction => ({
  time: "2025-06-18T13:30:00Z",
  session: "2025-06-18",
  alias: "challenger",
  model_version: "1",
  bundle_hash: "de024913".padEnd(64, "0"),
  target: 0,
  p_short: 0.211,
  p_flat: 0.632,
  p_long: 0.157,
  value: -2.279,
  data_kind: "replay",
  bars_changed: null,
  ...more,
});

const serve = (data: Prediction[]) =>
  server.use(
    http.trading.get("/api/predictions/{symbol}", ({ response }) =>
      response(200).json({ symbol: "USDCOP", data, next_cursor: null }),
    ),
  );

beforeEach(() => {
  server.use(
    http.analytics.get("/api/analytics/models", () => HttpResponse.error()),
    http.trading.get("/api/latest/{symbol}", () => HttpResponse.error()),
  );
});

function Live() {
  useMarketFeed();
  return <PolicyPanel />;
}

test("champion and challenger stand side by side with action, probabilities and value", async () => {
  serve([
    prediction(),
    prediction({ alias: "champion", bundle_hash: "ab".repeat(32), target: 1, value: null }),
  ]);
  renderPage(<PolicyPanel />);
  const [champion, challenger] = await screen.findAllByRole("article");
  expect(champion).toHaveAccessibleName("CHAMPION");
  expect(within(champion as HTMLElement).getAllByText("Long")).not.toHaveLength(0);
  expect(within(challenger as HTMLElement).getByText("63.2 %")).toBeInTheDocument();
  expect(within(challenger as HTMLElement).getByText("-2.28 bps")).toBeInTheDocument();
  // No value is a dash, never a zero.
  expect(within(champion as HTMLElement).getByRole("button", { name: /Value —/ })).toBeInTheDocument();
});

test("what the stream tells replaces what was read, and a late decision is marked", async () => {
  serve([prediction()]);
  const { hub } = renderPage(<Live />);
  expect(await screen.findByRole("article")).toBeInTheDocument();
  const { alias, model_version, bundle_hash } = prediction();
  act(() =>
    hub.event({
      type: "prediction",
      epoch: 1,
      seq: 1,
      symbol: "USDCOP",
      timestamp: "2025-06-18T13:35:00Z",
      data: {
        alias: alias as "challenger",
        model_version,
        bundle_hash,
        target: -1,
        p_short: 0.9,
        p_flat: 0.1,
        p_long: 0,
        value: 1,
        late: true,
      },
    }),
  );
  expect(await screen.findByText("Late")).toBeInTheDocument();
  expect(screen.getByText("90.0 %")).toBeInTheDocument();
  expect(screen.getByRole("img")).toHaveAccessibleName(/2 bars: 0 long, 1 flat, 1 short/);
});

test("nobody has spoken: says when they will", async () => {
  serve([]);
  renderPage(<PolicyPanel />);
  expect(await screen.findByText("No opinion yet")).toBeInTheDocument();
});

test("the service is away: the error, and a way to try again", async () => {
  server.use(http.trading.get("/api/predictions/{symbol}", () => HttpResponse.error()));
  renderPage(<PolicyPanel />);
  expect(await screen.findByRole("alert")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Try again" })).toBeInTheDocument();
});

test("what was said on bars that were changed since is marked", async () => {
  serve([
    prediction({ time: "2025-06-18T13:35:00Z" }),
    prediction({ bars_changed: CHANGED }),
    prediction({ alias: "champion", bundle_hash: "ab".repeat(32) }),
  ]);
  renderPage(<PolicyPanel />);
  const [champion, challenger] = await screen.findAllByRole("article");
  expect(within(challenger as HTMLElement).getByText("Bars changed")).toBeVisible();
  expect(within(champion as HTMLElement).queryByText("Bars changed")).not.toBeInTheDocument();
});
