import type { components } from "@/lib/api/types/compliance";
import type { AuditEntry, Leg, Trade, TradeAnswer } from "../api/types";

/** Trades to test with: one of a policy with everything in it, one of a person. */
type Schemas = components["schemas"];

const ORDER_ID = "8b5d307b-ea50-4dff-9eb5-affec764365c";
const BUNDLE = "de02491318139ab5acc98acd1b6361d97e17d98d543c7e28be99cfbf5eac993f";
const CHECKSUM = "sha256:73d8157857f144edcc59dfaef5b6d9735121aff9a81c1e03e10ae0ba28bf53ac";
const PERSON = "A person decided; no policy was asked.";

export const FILL: Schemas["FillBody"] = {
  id: 7,
  order_id: ORDER_ID,
  n: 1,
  account: "champion",
  symbol: "USDCOP",
  session: "2025-06-13",
  slot: 12,
  quantity_usd: 100_000,
  price: 4_164.5,
  cost_cop: 124_935,
  spread_cop: 99948,
  slippage_cop: 24987,
  total_cost_cop: 124935,
  forced: false,
  at: "2025-06-13T14:05:05Z",
  recorded_at: "2026-01-01T00:00:15Z",
  bars_changed: null,
};

const ORDER: Schemas["OrderBody"] = {
  id: ORDER_ID,
  account: "champion",
  client_order_id: "p-1",
  symbol: "USDCOP",
  side: "buy",
  type: "market",
  quantity_usd: 100_000,
  limit_price: null,
  stop_price: null,
  time_in_force: "day",
  reduce_only: false,
  origin: "policy",
  actor: "trader",
  session: "2025-06-13",
  status: "filled",
  reason: null,
  accepted_at: "2025-06-13T14:00:05Z",
  recorded_at: "2026-01-01T00:00:05Z",
  closed_at: "2025-06-13T14:05:05Z",
  triggered_at: null,
  decided_slot: 11,
  bundle_hash: BUNDLE,
  filled_usd: 100_000,
  bars_changed: null,
};

const bar = (time: string, slot: number, known: string): Schemas["BarRow"] => ({
  time,
  session: "2025-06-13",
  slot,
  open: 4_162,
  high: 4_165,
  low: 4_161,
  close: 4_163.5,
  volume: null,
  source: "realtime",
  state: "final",
  known_at: known,
  open_reconstructed: false,
  doubtful: false,
  suspect: false,
  checksum: CHECKSUM,
});

const raw = (time: string, known: string): Schemas["RawRow"] => ({
  time,
  open: 4_162,
  high: 4_165,
  low: 4_161,
  close: 4_163.5,
  volume: null,
  source: "realtime",
  state: "final",
  known_at: known,
  clock_shift_minutes: 0,
  row: 0,
  run_id: "d88097fa060c",
  checksum: CHECKSUM,
});

export const row = (seq: number, action: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  seq,
  at: "2025-06-13T14:00:05Z",
  recorded_at: "2026-01-01T00:00:05Z",
  actor: "trader",
  action,
  subject: `order:${ORDER_ID}`,
  detail: { status: "working" },
  previous_hash: String(seq - 1).padStart(64, "a"),
  hash: String(seq).padStart(64, "a"),
  ...more,
});

export const POLICY_LEG: Leg = {
  fill: FILL,
  order: ORDER,
  decision: {
    session: "2025-06-13",
    slot: 11,
    account: "champion",
    bundle_hash: BUNDLE,
    wanted: 1,
    target: 1,
    held: 0,
    refused: null,
    late: false,
    order_id: ORDER_ID,
    at: "2025-06-13T14:00:05Z",
    recorded_at: "2026-01-01T00:00:05Z",
    bars_changed: null,
  },
  assignment: null,
  prediction: {
    time: "2025-06-13T13:55:00Z",
    session: "2025-06-13",
    recorded_at: "2026-01-01T00:00:05Z",
    alias: "champion",
    model_version: "3",
    bundle_hash: BUNDLE,
    target: 1,
    p_short: 0.1,
    p_flat: 0.25,
    p_long: 0.65,
    value: 1.5,
    data_kind: "replay",
    bars_changed: null,
  },
  contract: BUNDLE,
  features: {
    time: "2025-06-13T13:55:00Z",
    values: { ret_1: 0.0001, rsi_14: 55.2 },
    feature_hash: "abc123",
    checksum: CHECKSUM,
  },
  decided_bar: bar("2025-06-13T13:55:00Z", 11, "2025-06-13T14:00:04Z"),
  filled_bar: bar("2025-06-13T14:00:00Z", 12, "2025-06-13T14:05:04Z"),
  raw: [
    raw("2025-06-13T13:55:00Z", "2025-06-13T14:00:04Z"),
    raw("2025-06-13T14:00:00Z", "2025-06-13T14:05:04Z"),
  ],
  quote: null,
  audit: [row(6, "order.accepted"), row(7, "order.filled", { recorded_at: "2026-01-01T00:00:15Z" })],
  lineage: "2025-06-13",
  unknown: {},
  not_applicable: { quote: "A policy's order fills at the close of a bar, not on a quote." },
};

export const MANUAL_LEG: Leg = {
  ...POLICY_LEG,
  decision: null,
  prediction: null,
  contract: null,
  features: null,
  decided_bar: null,
  quote: { price: 4_163, bid: null, ask: null, at: "2025-06-13T14:05:04Z" },
  not_applicable: {
    decision: PERSON,
    prediction: PERSON,
    contract: PERSON,
    features: PERSON,
    decided_bar: PERSON,
    assignment: PERSON,
  },
};

const TRADE: Trade = {
  id: "champion-7",
  account: "champion",
  symbol: "USDCOP",
  status: "open",
  direction: "long",
  quantity_usd: 100_000,
  session: "2025-06-13",
  entered_at: "2025-06-13T14:05:05Z",
  left_at: null,
  entry_price: 4_164.5,
  exit_price: null,
  pnl_cop: null,
  pnl_usd: null,
  cost_cop: 124_935,
  spread_cop: 99948,
  slippage_cop: 24987,
  total_cost_cop: 124935,
  bars_held: null,
  complete: true,
  legs: [POLICY_LEG],
};

export const answerOf = (leg: Leg, complete = true): TradeAnswer => ({
  data_kind: "replay",
  timestamp: "2025-06-13T15:00:00Z",
  trade: { ...TRADE, legs: [leg], complete },
  contracts: leg.contract === null ? {} : { [leg.contract]: { feature_hash: "abc123" } },
  lineages: [],
  bars_changed: null,
});
