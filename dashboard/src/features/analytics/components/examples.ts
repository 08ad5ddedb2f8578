import type { components } from "@/lib/api/types/analytics";

type Schemas = components["schemas"];

/** Answers of the analytics service for the tests of this folder. */
export const REF: Schemas["ModelRef"] = {
  version: 1,
  name: "seed-0",
  bundle_hash: "de02491318139ab5acc98acd1b6361d97e17d98d543c7e28be99cfbf5eac993f",
  roles: ["challenger"],
};

export const MODEL: Schemas["ModelRow"] = {
  ...REF,
  held_before: [],
  badge: "CHALLENGER UNPROVEN",
  registered_at: "2025-06-12T21:16:25Z",
  run_id: "2c04",
  test_first: "2024-05-14",
  test_last: "2025-06-12",
  failed_gates: ["sharpe", "cagr_fall"],
  metrics: {
    mean_session_bps: -0.01,
    sharpe: -0.54,
    sortino: -0.6,
    max_drawdown: 0.0005,
    profit_factor: null,
    win_rate: 0.333,
    sessions: 267,
    trades: 3,
  },
  intervals: { mean_session_bps: [-0.05, 0.02], sharpe: [null, null] },
  costs: {},
  verdict: null,
};

const about = { symbol: "USDCOP", timestamp: "2025-06-18T13:47:24Z", data_kind: "replay" };

export const models = (...data: Schemas["ModelRow"][]): Schemas["Models"] => ({ ...about, data });

export const GATES: Schemas["ProductionGates"] = {
  ...about,
  model: REF,
  production_ready: false,
  passing_gates: 1,
  total_gates: 3,
  gates: [
    gate("sharpe", "Sharpe ratio", -0.54, 1, "≥", "failed", ""),
    gate("max_drawdown", "Maximum drawdown", 0.0005, 0.15, "≤", "passed", ""),
    gate("cagr_fall", "CAGR lost", null, 0.2, "≤", "failed", "there is no growth to lose"),
  ],
  verdict:
    "No edge found: the mean net return of −0.01 bps a session (95 % interval −0.05 to +0.02) rests on 3 trades, too few to judge.",
  rivals: [
    { name: "flat", advantage_bps: -0.01, low_bps: -0.05, high_bps: 0.02, beats: false },
    { name: "fade 10 bps", advantage_bps: 27.55, low_bps: 22.44, high_bps: 34.36, beats: true },
  ],
};

function gate(
  name: string,
  title: string,
  value: number | null,
  threshold: number,
  operator: string,
  status: string,
  reason: string,
): Schemas["Gate"] {
  return { name, title, value, threshold, operator, status, reason, description: "" };
}

export const KPIS: Schemas["PerformanceKpis"] = {
  ...about,
  period_days: 365,
  data_points: 4,
  model: REF,
  basis: "paper",
  first_session: "2025-06-13",
  last_session: "2025-06-18",
  kpis: {
    sharpeRatio: null,
    sortinoRatio: null,
    calmarRatio: null,
    maxDrawdown: 0,
    currentDrawdown: 0,
    profitFactor: null,
    winRate: null,
    cagr: 0,
    volatility: 0,
    benchmarkSpread: null,
  },
  reasons: { sharpeRatio: "the session returns do not vary", profitFactor: "no trade", winRate: "no trade" },
};

export const WAITING: Schemas["PromotionRow"] = {
  id: "7f0c2c6e-9a43-4b1c-8a53-1d8a0f1a2b3c",
  version: 1,
  bundle_hash: REF.bundle_hash,
  alias: "champion",
  status: "waiting",
  failed_gates: ["sharpe", "cagr_fall"],
  override: true,
  reason: "Only for the demonstration",
  requested_by: "ana",
  requested_at: "2025-06-18T13:40:00Z",
  decided_by: null,
  decided_at: null,
};

export const problem = (status: number, code: string, detail: string): Schemas["Problem"] => ({
  type: `urn:usdcop:${code.toLowerCase()}`,
  title: "Problem",
  status,
  detail,
  code,
  cure: "The cure of it.",
  request_id: "r1",
  errors: [],
});
