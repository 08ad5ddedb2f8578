import type { components } from "@/lib/api/types/analytics";

type Schemas = components["schemas"];

/** Answers of the analytics service for the tests of this folder. */
export const REF: Schemas["ModelRef"] = {
  version: 1,
  name: "seed-0",
  bundle_hash: "de02491318139ab5acc98acd1b6361d97e17d98d543c7e28be99cfbf5eac993f",
  roles: ["challenger"],
};

/** Of an evaluation: which ledger and which sessions its figures are of. */
export const JUDGED = {
  judged_basis: "backtest" as const,
  judged_first: "2024-06-12",
  judged_last: "2025-06-11",
  judged_on_changed: null,
};

export const MODEL: Schemas["ModelRow"] = {
  ...REF,
  ...JUDGED,
  held_before: [],
  badge: "CHALLENGER UNPROVEN",
  registered_at: "2025-06-12T21:16:25Z",
  run_id: "2c04",
  trained_here: true,
  look: 1,
  level: 0.03,
  entry: null,
  stop: null,
  stale: [],
  bars_changed: null,
  test_first: "2024-05-14",
  test_last: "2025-06-12",
  failed_gates: ["edge", "concentration"],
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
  ...JUDGED,
  model: REF,
  production_ready: false,
  passing_gates: 1,
  total_gates: 3,
  gates: [
    gate({
      name: "edge",
      title: "Edge",
      value: 0.62,
      unit: "p",
      threshold: 0.03,
      low: -0.05,
      high: 0.02,
      measured: "mean net return, bps a session",
      needed: "a mean of about +0.82 bps a session with this spread (Sharpe ratio 1.9)",
    }),
    gate({
      name: "stressed_costs",
      title: "Bears 1.25 × costs",
      value: 0.4,
      unit: "p",
      operator: ">",
      threshold: 0.05,
      status: "passed",
      low: 0.8,
      high: 2.4,
      measured: "break-even multiple of the costs: 1.55",
    }),
    gate({
      name: "concentration",
      title: "No single session carries it",
      unit: "share",
      threshold: 0.5,
      reason: "there is no profit to carry",
      needed: "a profit that does not hang on one session",
    }),
  ],
  verdict:
    "No edge found: the mean net return of +0.01 bps a session (95 % interval −0.05 to +0.02) cannot be told from zero (p = 0.62, at most 0.03 asked).",
  rivals: [
    { name: "flat", advantage_bps: -0.01, low_bps: -0.05, high_bps: 0.02, beats: false },
    { name: "fade 10 bps", advantage_bps: 27.55, low_bps: 22.44, high_bps: 34.36, beats: true },
  ],
};

/** A gate that refuses, but for what the test says of it. */
export function gate(part: Partial<Schemas["Gate"]>): Schemas["Gate"] {
  return {
    name: "edge",
    title: "Edge",
    value: null,
    unit: "p",
    operator: "≤",
    threshold: 0.03,
    status: "failed",
    description: "",
    reason: "",
    low: null,
    high: null,
    measured: "",
    needed: "",
    ...part,
  };
}

export const COURT: Schemas["Court"] = {
  model: REF,
  forward: null,
  decay: null,
  title: null,
  title_reason: null,
  title_since: null,
};

export const KPIS: Schemas["PerformanceKpis"] = {
  ...about,
  period_days: 365,
  data_points: 4,
  model: REF,
  window: "period",
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
  failed_gates: ["edge", "concentration"],
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
