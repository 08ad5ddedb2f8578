import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http as plain, HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { components as Orchestrator } from "@/lib/api/types/orchestrator";
import type { components as Trading } from "@/lib/api/types/trading";
import { useMarketFeed } from "@/features/market/api/feed";
import { quietHub, renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { DiagnosticsPage } from "./diagnostics-page";

type Feed = Orchestrator["schemas"]["FeedStatus"];
type Market = Trading["schemas"]["MarketHealth"];
type State = Trading["schemas"]["StateBody"];

const NOW = "2025-06-18T15:00:00Z";
const COMMON = { symbol: "USDCOP", data_kind: "replay", timestamp: NOW };

const FEED: Feed = {
  ...COMMON,
  state: "COLLECTING",
  phase: "COLLECTING",
  since: NOW,
  cause: null,
  causes: [],
  leading: true,
  market_open: true,
  session: "2025-06-18",
  closed_session: "2025-06-17",
  bars: { expected: 24, final: 23, missing: 1, late: 0, recovered: 0, revised: 0, refused: 0 },
  unsettled: 0,
  quotes: {},
  quoted_at: NOW,
  quote_age_seconds: 4,
  poll_interval_seconds: 30,
  credits: [{ key: "608c5951ca670ed3", left: 675 }],
  trading_state: null,
  clock_skew: null,
  replay_ended: false,
};

const MARKET: Market = {
  symbol: "USDCOP",
  status: "ok",
  cause: null,
  next_step: null,
  market_status: {
    is_open: true,
    current_time: NOW,
    timezone: "America/Bogota",
    trading_hours: "08:00-13:00",
    trading_days: "Monday-Friday, except Colombian holidays",
    next_event: "2025-06-18T18:00:00Z",
    next_event_type: "market_close",
    time_to_next_event: 10_800,
  },
  closed_because: null,
  state: "live",
  price_at: NOW,
  age_seconds: 4,
  last_bar: NOW,
  expected_bars: 24,
  missing_bars: 0,
};

const ACTIVE: State = {
  state: "ACTIVE",
  version: 1,
  actor: "omar",
  reason: "first start",
  at: NOW,
  recorded_at: NOW,
};

const SERVICES = ["trading", "analytics", "pipeline", "compliance", "orchestrator", "stream"];
const healthOf = (down: readonly string[] = []) => ({
  status: down.length === 0 ? "ok" : "down",
  time: NOW,
  services: SERVICES.map((name) =>
    down.includes(name)
      ? { name, status: "down", health: { cause: "fetch failed" } }
      : {
          name,
          status: "ok",
          health: {
            status: "ok",
            service: name,
            version: "0.1.0",
            data_kind: "replay",
            market_time: NOW,
            time: NOW,
            components: [{ name: "database", status: "ok", cause: null, next_step: null, essential: true }],
          },
        },
  ),
});

const METRICS = `usdcop_http_request_seconds_bucket{le="0.01",route="/api/latest/{symbol}"} 10
usdcop_http_request_seconds_bucket{le="+Inf",route="/api/latest/{symbol}"} 10
usdcop_http_request_seconds_count{route="/api/latest/{symbol}"} 10
usdcop_database_pool_size 5
usdcop_database_pool_in_use 1
`;

/** All is well, but for what a test changes. */
function system({ feed = FEED, market = MARKET, state = ACTIVE, roles = ["trader"] } = {}) {
  server.use(
    plain.get("/api/health", () => HttpResponse.json(healthOf())),
    plain.get("/backend/:service/metrics", () => HttpResponse.text(METRICS)),
    plain.get("/session", () =>
      HttpResponse.json({ name: "maria", roles, expires_at: "2030-01-01T00:00:00Z" }),
    ),
    http.orchestrator.get("/status", ({ response }) => response(200).json(feed)),
    http.orchestrator.get("/api/pipeline-dependency", ({ response }) =>
      response(200).json({
        ...COMMON,
        session: "2025-06-18",
        waiting: false,
        decision: "start",
        waiting_since: null,
        patience_ends: null,
        patience_left_seconds: null,
        l0_status: "completed",
        l0_started_at: null,
        l0_completed_at: null,
        l0_error: null,
      }),
    ),
    http.orchestrator.get("/api/errors", ({ response }) =>
      response(200).json({ ...COMMON, total: 0, errors: [] }),
    ),
    http.trading.get("/api/market/health", ({ response }) => response(200).json(market)),
    http.trading.get("/api/trading/state", ({ response }) => response(200).json(state)),
    http.pipeline.get("/api/pipeline/health", ({ response }) =>
      response(200).json({
        ...COMMON,
        status: "ok",
        market_open: true,
        layers: [{ layer: "L0", status: "ok", cause: null, next_step: null }],
      }),
    ),
  );
}

/** The page in what every page has around it: the market's stream, written into the cache. */
function Framed() {
  useMarketFeed();
  return <DiagnosticsPage />;
}

/** The page with its stream connected. */
function show() {
  const hub = quietHub();
  hub.told({ state: "live", since: 0 });
  const page = renderPage(<Framed />, hub);
  act(() => hub.told({ state: "live", since: 0 }));
  return page;
}

const verdict = () => screen.findByRole("region", { name: "Can I trade now?" });

beforeEach(() => window.history.replaceState(null, "", "/diagnostico"));

test("all well: yes", async () => {
  system();
  show();
  expect(within(await verdict()).getByRole("status")).toHaveTextContent("Yes.");
});

test("halted: no, by whom and why, and who resumes it", async () => {
  system({ state: { ...ACTIVE, state: "HALTED", actor: "ana", reason: "odd prices" } });
  show();
  const answer = await verdict();
  expect(within(answer).getByRole("status")).toHaveTextContent("No.");
  expect(answer).toHaveTextContent("Trading is halted, by ana");
  expect(answer).toHaveTextContent("odd prices");
  expect(answer).toHaveTextContent("An operator resumes it");
});

test("the stream's word of a halt comes before the next look by REST", async () => {
  system();
  const { hub } = show();
  await verdict();
  const halted = { state: "HALTED", version: 2, actor: "ana", reason: "odd", at: NOW } as const;
  act(() => {
    hub.event({
      type: "system_status",
      epoch: 1,
      seq: 1,
      symbol: "USDCOP",
      timestamp: NOW,
      data: {
        state: "COLLECTING",
        since: NOW,
        cause: null,
        trading_state: halted,
        data_kind: "replay",
        replay_ended: false,
      },
    });
  });
  expect(within(await verdict()).getByRole("status")).toHaveTextContent("No.");
  expect(await verdict()).toHaveTextContent("by ana");
});

test("the trading service away: no answer is made up", async () => {
  system();
  server.use(
    plain.get("/api/health", () => HttpResponse.json(healthOf(["trading"]), { status: 503 })),
    plain.get("/backend/trading/*", () => HttpResponse.error()),
  );
  show();
  const answer = await verdict();
  expect(within(answer).getByRole("status")).toHaveTextContent("No.");
  expect(answer).toHaveTextContent("Trading is down.");
  expect(answer).toHaveTextContent("It is not known whether the market is open.");
  const parts = screen.getByRole("region", { name: "Services and their components" });
  expect(within(parts).getAllByRole("heading", { level: 3 })[0]).toHaveTextContent("Trading");
});

test("credits with the plan of the day, bars that are missing, routes with their times", async () => {
  system();
  show();
  expect(await screen.findByText("675 left today")).toBeInTheDocument();
  expect(
    await screen.findByText("Plan until the close: 360 for quotes, 72 for bars and L0; 243 in reserve."),
  ).toBeInTheDocument();
  const table = await screen.findByRole("table", { name: "Latency by route" });
  expect(within(table).getAllByText("/api/latest/{symbol}")).toHaveLength(5);
});

test("no errors yet: says so", async () => {
  system();
  show();
  expect(await screen.findByText("No errors since the start")).toBeInTheDocument();
});

test("the last errors open to their lines of the log, with the request's id", async () => {
  system();
  server.use(
    http.orchestrator.get("/api/errors", ({ response }) =>
      response(200).json({
        ...COMMON,
        total: 1,
        errors: [
          {
            at: NOW,
            recorded_at: NOW,
            trouble: "credits",
            sentence: "No credit is left.",
            next_step: "Wait.",
            log_line: '{"event": "feed.trouble", "request_id": "abc-1"}',
          },
        ],
      }),
    ),
  );
  show();
  await userEvent.click(await screen.findByText("No credit is left."));
  expect(screen.getByRole("button", { name: "Copy the request id: abc-1" })).toHaveTextContent("abc-1");
  expect(screen.getByText(/"event": "feed.trouble"/)).toBeInTheDocument();
});

test("the doctor: run by an operator, the gravest finding first", async () => {
  system({ roles: ["operator"] });
  server.use(
    http.orchestrator.get("/api/doctor", ({ response }) =>
      response(200).json({
        ...COMMON,
        status: "degraded",
        findings: [
          { name: "disk", status: "ok", cause: "61 GB free", next_step: null, essential: false },
          { name: "clock", status: "degraded", cause: "3 s off", next_step: "Run NTP.", essential: false },
        ],
      }),
    ),
  );
  show();
  await screen.findByText("Not examined yet");
  await userEvent.click(screen.getByRole("button", { name: "Run the doctor" }));
  expect(await screen.findByText(/1 of 2 findings needs attention/)).toBeInTheDocument();
  const doctor = screen.getByRole("region", { name: "Doctor" });
  expect(within(doctor).getAllByRole("listitem")[0]).toHaveTextContent("Run NTP.");
  expect(within(doctor).getByRole("button", { name: "Copy as text" })).toBeInTheDocument();
});

test("a viewer is told which role the doctor takes", async () => {
  system({ roles: ["viewer"] });
  show();
  const answer = await verdict();
  expect(answer).toHaveTextContent("maria may look, but not trade.");
  expect(screen.getByRole("button", { name: "Run the doctor" })).toBeDisabled();
});
