import type { components } from "@/lib/api/types/analytics";

type Schemas = components["schemas"];

/** What every figure says of itself, in tests. */
export const ABOUT = {
  symbol: "USDCOP",
  period_days: 365,
  window: "judged",
  data_points: 248,
  timestamp: "2025-06-18T13:47:04Z",
  model: { version: 1, name: "seed-0", bundle_hash: "de02", roles: ["challenger"] },
  data_kind: "replay",
  basis: "backtest",
  first_session: "2024-06-17",
  last_session: "2025-06-17",
} satisfies Partial<Schemas["RiskMetrics"]>;

/** A refusal or an outage as the services tell it. */
export function problem(status: number, detail: string, cure: string): Schemas["Problem"] {
  return {
    type: "urn:usdcop:unknown",
    title: "Problem",
    status,
    detail,
    code: "UNKNOWN",
    cure,
    request_id: "r1",
    errors: [],
  };
}

export const NO_MODEL = problem(404, "No model is called '99'.", "See GET /api/analytics/models.");
