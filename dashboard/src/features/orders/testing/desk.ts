import { configure } from "@testing-library/react";
import { HttpResponse, http as plain } from "msw";
import { vi } from "vitest";
import type { Role } from "@/features/session/api/session";
import type { components } from "@/lib/api/types/trading";
import { http, server } from "@/test/server";
import type { StateBody, TradingState } from "../rules/switch";

// Whole journeys of a user in one test take their time on a busy machine.
configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 20_000 });

type Schemas = components["schemas"];

/** A desk as tests meet it: market open at 4,000, nothing held, the service's usual limits. Each part can be another. */
export interface Desk {
  roles?: readonly Role[] | null;
  state?: TradingState;
  quote?: Schemas["Latest"]["state"];
  held?: number;
  working?: readonly Schemas["OrderBody"][];
  past?: readonly Schemas["OrderBody"][];
}

export const LIMITS: Schemas["LimitsBody"] = {
  account: "manual",
  order_usd: 250_000,
  position_usd: 500_000,
  daily_loss_cop: 20_000_000,
  working_orders: 200,
  quote_age_seconds: 30,
  half_spread_bps: 2.5,
  slippage_bps: 0.5,
};

const AT = "2025-06-13T14:00:00Z";

export const standing = (state: TradingState, version = 1): StateBody => ({
  state,
  version,
  actor: "ana",
  reason: "opening the desk",
  at: "2025-06-13T13:00:00Z",
  recorded_at: "2025-06-13T13:00:00Z",
});

export const order = (change: Partial<Schemas["OrderBody"]> = {}): Schemas["OrderBody"] => ({
  id: "0e8f8b1e-0000-4000-8000-000000000001",
  account: "manual",
  client_order_id: "desk-1",
  symbol: "USDCOP",
  side: "buy",
  type: "limit",
  quantity_usd: 20_000,
  limit_price: 3_950,
  stop_price: null,
  time_in_force: "day",
  reduce_only: false,
  origin: "manual",
  actor: "eva",
  session: "2025-06-13",
  status: "working",
  reason: null,
  accepted_at: AT,
  recorded_at: AT,
  closed_at: null,
  triggered_at: null,
  decided_slot: null,
  bundle_hash: null,
  filled_usd: 0,
  bars_changed: null,
  ...change,
});

export const position = (quantity: number): Schemas["PositionBody"] => ({
  account: "manual",
  symbol: "USDCOP",
  quantity_usd: quantity,
  average_price: quantity === 0 ? null : 3_990,
  realised_cop: -10_000,
  unrealised_cop: quantity * 10,
  costs_cop: 10_000,
  spread_cop: 8000,
  slippage_cop: 2000,
  total_cost_cop: 10000,
  pnl_cop: quantity * 10 - 10_000,
  pnl_usd: (quantity * 10 - 10_000) / 4_000,
  price: 4_000,
  fills: 1,
});

export const fill = (change: Partial<Schemas["FillBody"]> = {}): Schemas["FillBody"] => ({
  id: 7,
  order_id: order().id,
  n: 1,
  account: "manual",
  symbol: "USDCOP",
  session: "2025-06-13",
  slot: 12,
  quantity_usd: 50_000,
  price: 3_990,
  cost_cop: 9_975,
  spread_cop: 7980,
  slippage_cop: 1995,
  total_cost_cop: 9975,
  forced: false,
  at: AT,
  recorded_at: AT,
  bars_changed: null,
  ...change,
});

/** A refusal as the services write it. */
export const refusal = (
  status: number,
  code: string,
  detail: string,
  cure = "",
  errors: Schemas["Fault"][] = [],
) => ({
  type: "about:blank",
  title: code,
  status,
  detail,
  code,
  cure,
  request_id: "r1",
  errors,
});

/** Lets the services answer as `desk` says. */
export function serve(desk: Desk = {}): void {
  const { roles = ["trader"], state = "ACTIVE", quote = "live", held = 0, working = [], past = [] } = desk;
  server.use(
    plain.get("*/session", () =>
      roles === null ? new HttpResponse(null, { status: 401 }) : HttpResponse.json({ name: "eva", roles }),
    ),
    http.trading.get("/api/trading/state", ({ response }) => response(200).json(standing(state))),
    http.trading.get("/api/trading/limits", ({ response }) => response(200).json(LIMITS)),
    http.trading.get("/api/latest/{symbol}", ({ response }) => response(200).json(latest(quote))),
    http.trading.get("/api/trading/positions", ({ response }) =>
      response(200).json({ timestamp: AT, data: [position(held)] }),
    ),
    http.trading.get("/api/trading/accounts", ({ response }) =>
      response(200).json({
        timestamp: AT,
        data: [account("main", 0), account("manual", held * 10 - 10_000)],
      }),
    ),
    http.trading.get("/api/trading/orders", ({ request, response }) => {
      const data =
        new URL(request.url).searchParams.get("status") === "working" ? working : [...working, ...past];
      return response(200).json({ data: [...data], next_cursor: null });
    }),
    http.trading.get("/api/trading/fills", ({ response }) =>
      response(200).json({ data: [fill()], next_cursor: null }),
    ),
  );
}

const account = (id: string, pnl: number): Schemas["AccountBody"] => ({
  id,
  kind: id,
  opened_at: AT,
  pnl_today_cop: pnl,
  pnl_cop: pnl,
  pnl_usd: pnl / 4_000,
});

const latest = (state: Schemas["Latest"]["state"]): Schemas["Latest"] => ({
  symbol: "USDCOP",
  price: 4_000,
  timestamp: AT,
  open: 4_000,
  high: 4_000,
  low: 4_000,
  close: 4_000,
  volume: null,
  bid: null,
  ask: null,
  spread: null,
  source: "realtime",
  state,
  age_seconds: 1,
  seq: 1,
});
