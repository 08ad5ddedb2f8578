import type {
  BackfillRow,
  Cell,
  DataQuality,
  ImportRow,
  Layer,
  LayerHealth,
  LayerStatus,
  Lineage,
  LineageNode,
  PipelineHealth,
  PipelineStatus,
  Run,
  SessionRow,
} from "./api/types";
import { LAYERS } from "./api/types";

/* Answers as the service gives them, for tests: each says one thing of a day in June 2025. */

export const NOW = "2025-06-18T13:45:00Z";
const SAME = { symbol: "USDCOP", data_kind: "replay", timestamp: NOW } as const;

export function run(given: Partial<Run> = {}): Run {
  return {
    id: 412,
    pipeline_name: "usdcop_m5__02_l1_standardise",
    layer: "L1",
    status: "completed",
    started_at: "2025-06-18T13:40:10Z",
    completed_at: given.status === "running" ? null : "2025-06-18T13:40:22Z",
    market_seconds: given.status === "running" ? null : 12,
    records: 60,
    error: null,
    host: "desk",
    pid: 77,
    recorded_at: "2025-06-18T13:40:10Z",
    ...given,
  };
}

export function imported(given: Partial<ImportRow> = {}): ImportRow {
  return {
    id: "I-0003",
    symbol: "USDCOP",
    file: "corrected.csv",
    size_bytes: 41_200,
    sha256: "ab".repeat(32),
    clock_told: "auto",
    clock_found: "right",
    rows: 300,
    refused: 0,
    first: "2024-03-04",
    last: "2024-03-08",
    before: null,
    by: "cli:ana",
    at: NOW,
    recorded_at: NOW,
    state: "standing",
    superseded_by: [],
    uncertain: null,
    undone_by: null,
    undone_at: null,
    ...given,
  };
}

export function layerStatus(layer: Layer, given: Partial<LayerStatus> = {}): LayerStatus {
  return {
    layer,
    deed: "standardise",
    bucket: `0-${layer.toLowerCase()}-ds`,
    sessions: 1335,
    records: 77_764,
    first_session: "2020-01-02",
    newest_session: "2025-06-18",
    run: run({ layer }),
    freshness: {
      state: "current",
      newest: "2025-06-18T13:35:00Z",
      age_seconds: 302,
      behind: 1,
      next_expected_at: "2025-06-18T13:50:00Z",
    },
    gates: [],
    gate_note: "It has no gate of its own.",
    ...given,
  };
}

export const status = (
  layers: LayerStatus[] = LAYERS.map((layer) => layerStatus(layer)),
): PipelineStatus => ({
  ...SAME,
  layers,
});

export const degraded = (layer: Layer, cause: string): LayerHealth => ({
  layer,
  status: "degraded",
  cause,
  next_step: `Run 'usdcop run ${layer.toLowerCase()}'.`,
});

/** All layers well but for those given. */
export const health = (ailing: LayerHealth[] = []): PipelineHealth => ({
  ...SAME,
  status: ailing.length === 0 ? "ok" : "degraded",
  market_open: true,
  layers: LAYERS.map(
    (layer) =>
      ailing.find((one) => one.layer === layer) ?? { layer, status: "ok", cause: null, next_step: null },
  ),
});

/** The answer of this page's server to `/api/pipeline/consolidated`. */
export const consolidated = (
  given: { status?: PipelineStatus; health?: PipelineHealth; runs?: Run[] } = {},
) => ({
  status: { data: given.status ?? status(), error: null },
  health: { data: given.health ?? health(), error: null },
  runs: { data: { data: given.runs ?? [run()], next_cursor: null }, error: null },
});

export const quality = (given: Partial<DataQuality> = {}): DataQuality => ({
  ...SAME,
  first: "2020-01-02",
  last: "2025-06-18",
  expected_sessions: 1339,
  sessions: 1335,
  missing_sessions: ["2024-12-24"],
  expected_bars: 80_289,
  bars: 77_765,
  coverage: 0.96856,
  grades: { A: 1092, B: 96, C: 76, D: 54 },
  stale_sessions: ["2020-12-31"],
  stale_bars: 41,
  stale_share: 0.0005,
  provisional: 1,
  without_first: 82,
  without_last: 14,
  suspect_bars: 33,
  doubtful_bars: 1394,
  quarantined: 4016,
  quarantine: { holiday: 4000, duplicate: 16 },
  volume: "The newest session has no volume: volume figures are absent, not zero.",
  ...given,
});

export const cell = (layer: Layer, state: Cell["state"] = "present"): Cell => ({
  layer,
  state,
  records: state === "present" ? 60 : null,
  checksum: state === "present" ? `sha256:${layer}` : null,
});

export function sessionRow(given: Partial<SessionRow> = {}): SessionRow {
  const session = given.session ?? "2025-06-17";
  return {
    session,
    expected: true,
    closed_because: null,
    thin_because: null,
    opens_at: `${session}T13:00:00Z`,
    closes_at: `${session}T18:00:00Z`,
    grade: "A",
    stale: false,
    provisional: false,
    bars: 60,
    expected_bars: 60,
    holes: 0,
    largest_hole: 0,
    suspect: 0,
    doubtful: 0,
    quarantined: 0,
    layers: LAYERS.map((layer) => cell(layer, layer === "L6" ? "absent" : "present")),
    ...given,
  };
}

export const lineageNode = (
  layer: Layer,
  checksum: string,
  inputs: [name: string, checksum: string, current?: boolean | null][],
): LineageNode => ({
  layer,
  session: "2025-06-10",
  key: `${layer.toLowerCase()}/USDCOP/M5/2025/06/10/part_${checksum}.parquet`,
  checksum,
  size_bytes: 7_015,
  records: 60,
  created_at: "2025-06-11T01:00:00Z",
  code_version: "usdcop-0.1.0",
  calendar_version: "co-0800-1300-holidays-0.109",
  inputs: inputs.map(([name, sum, current = true]) => ({ name, checksum: sum, current })),
});

export const lineage = (given: Partial<Lineage> = {}): Lineage => ({
  ...SAME,
  layer: "L2",
  session: "2025-06-10",
  complete: true,
  nodes: [
    lineageNode("L2", "two", [
      ["L1/2025-06-10", "one"],
      ["before", "earlier", null],
    ]),
    lineageNode("L1", "one", [["L0/2025-06-10", "raw"]]),
    lineageNode("L0", "raw", []),
  ],
  sources: [
    {
      source: "L0",
      run_id: "68ccaf858861",
      rows: 60,
      first_known_at: "2025-06-10T13:05:00Z",
      last_known_at: "2025-06-10T18:00:00Z",
    },
  ],
  ...given,
});

export const backfill = (given: Partial<BackfillRow> = {}): BackfillRow => ({
  id: "7d0c2a3e-5b1f-4c7a-9a55-0f3b1c2d4e5f",
  symbol: "USDCOP",
  first: "2024-12-24",
  last: "2024-12-31",
  status: "queued",
  bars_missing: 120,
  requests: 2,
  requests_done: 0,
  credits: 2,
  bars_found: null,
  error: null,
  requested_by: "operator",
  requested_at: NOW,
  ended_at: null,
  recorded_at: NOW,
  ...given,
});
