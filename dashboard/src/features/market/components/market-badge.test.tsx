import { act, screen } from "@testing-library/react";
import { HttpResponse } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { useMarketFeed } from "../api/feed";
import type { Latest } from "../api/queries";
import { MarketBadge } from "./market-badge";
import { PriceTicker } from "./price-ticker";

const LATEST: Latest = {
  symbol: "USDCOP",
  price: 4_073.13,
  timestamp: "2025-06-18T13:37:41Z",
  open: 4_070,
  high: 4_080,
  low: 4_070,
  close: 4_073.13,
  volume: null,
  bid: null,
  ask: null,
  spread: null,
  source: "realtime",
  state: "delayed",
  age_seconds: 42,
  seq: 7,
};

function serve(latest: Latest, kind: string) {
  server.use(
    http.trading.get("/api/latest/{symbol}", ({ response }) => response(200).json(latest)),
    http.trading.get("/api/health", ({ response }) =>
      response(200).json({
        status: "ok",
        service: "trading",
        version: "0",
        data_kind: kind,
        market_time: "2025-06-18T13:38:23Z",
        time: "2026-01-01T00:00:00Z",
        components: [],
        market_status: {
          is_open: true,
          current_time: "2025-06-18T13:38:23Z",
          timezone: "America/Bogota",
          trading_hours: "08:00-13:00",
          trading_days: "Monday-Friday",
          next_event: "2025-06-18T18:00:00Z",
          next_event_type: "market_close",
          time_to_next_event: 1,
        },
      }),
    ),
    http.trading.get("/api/candlesticks/{symbol}", ({ response }) =>
      response(200).json({
        symbol: "USDCOP",
        timeframe: "1d",
        start_date: null,
        end_date: "2025-06-18T13:38:23Z",
        count: 1,
        gaps: [],
        data: [
          {
            time: Date.parse("2025-06-18T13:00:00Z"),
            open: 4_080,
            high: 4_090,
            low: 4_060,
            close: 4_073.13,
            volume: null,
            state: "forming",
          },
        ],
      }),
    ),
  );
}

test("a delayed price says by how much of market time, and that it is a replay", async () => {
  serve(LATEST, "replay");
  renderPage(<MarketBadge />);
  expect(await screen.findByText(/Delayed 42/)).toBeInTheDocument();
  expect(await screen.findByText("REPLAY")).toBeInTheDocument();
});

test("of the first second no age is told", async () => {
  serve({ ...LATEST, timestamp: "2025-06-18T13:38:22.900Z" }, "replay");
  renderPage(<MarketBadge />);
  expect(await screen.findByText("REPLAY")).toBeInTheDocument();
  expect(await screen.findByText("Delayed")).toBeInTheDocument();
});

test("made-up prices are called so", async () => {
  serve({ ...LATEST, state: "live" }, "synthetic");
  renderPage(<MarketBadge />);
  expect(await screen.findByText("Live")).toBeInTheDocument();
  expect(await screen.findByText("SYNTHETIC")).toBeInTheDocument();
});

test("a service that is down: no data, and no price invented", async () => {
  server.use(
    http.trading.get("/api/latest/{symbol}", () => HttpResponse.error()),
    http.trading.get("/api/health", () => HttpResponse.error()),
  );
  renderPage(
    <>
      <MarketBadge />
      <PriceTicker />
    </>,
  );
  expect(await screen.findByText("No data")).toBeInTheDocument();
  expect(screen.getAllByText("—").length).toBeGreaterThan(1);
});

test("the ticker counts from where the session opened, with a sign", async () => {
  serve(LATEST, "real");
  renderPage(<PriceTicker />);
  expect(await screen.findByText("4,073.13")).toBeInTheDocument();
  expect(await screen.findByText(/^-6\.87 \(-0\.17\s%\)$/)).toBeInTheDocument();
});

function Live() {
  useMarketFeed();
  return <MarketBadge />;
}

test("an old quote of a snapshot does not make a closed market live again", async () => {
  serve({ ...LATEST, state: "closed", timestamp: "2025-06-18T18:00:00Z" }, "replay");
  const { hub } = renderPage(<Live />);
  expect(await screen.findByText("Closed")).toBeInTheDocument();
  const quote = {
    price: 1,
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: null,
    bid: null,
    ask: null,
    spread: null,
  };
  const metadata = { source: "realtime", latency_ms: 1, data_quality: "live" } as const;
  const market_data = { symbol: "USDCOP", timestamp: "2025-06-18T17:59:50Z", data: quote, metadata };
  act(() => hub.snapshot({ type: "snapshot", symbol: "USDCOP", epoch: 1, seq: 1, data: { market_data } }));
  expect(await screen.findByText("Closed")).toBeInTheDocument();
  expect(screen.queryByText("Live")).not.toBeInTheDocument();
});
