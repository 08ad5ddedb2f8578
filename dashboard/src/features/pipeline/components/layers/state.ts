import type { Tone } from "@/components/ui/badge";
import type { Gate, Layer, LayerHealth, LayerStatus } from "../../api/types";

/** How a layer is, in one word. */
export type LayerState = "running" | "current" | "late" | "stale" | "empty" | "degraded" | "down";

/** What ails a layer comes before that it runs: a run in progress does not make it well. */
export function stateOf(status: LayerStatus, health: LayerHealth | undefined): LayerState {
  if (health?.status === "down") return "down";
  if (health?.status === "degraded") return "degraded";
  if (status.run?.status === "running") return "running";
  return status.freshness.state;
}

export const TONES: Record<LayerState, Tone> = {
  running: "info",
  current: "good",
  late: "warn",
  stale: "warn",
  empty: "neutral",
  degraded: "warn",
  down: "bad",
};

/** Gates that refuse. */
export const refusedOf = (gates: readonly Gate[]): Gate[] => gates.filter(({ passed }) => !passed);

/** Gates whose value is a share, so that it is shown as a percentage. */
const SHARES: ReadonlySet<string> = new Set(["coverage", "rows in stale sessions"]);

export const isShare = (gate: Pick<Gate, "name">): boolean => SHARES.has(gate.name);

/** Names of gates that have words of ours; others are shown as the service calls them. */
export const GATE_NAMES = ["coverage", "rows in stale sessions", "training episodes"] as const;
export type GateName = (typeof GATE_NAMES)[number];
export const isNamed = (name: string): name is GateName => (GATE_NAMES as readonly string[]).includes(name);

interface Edge {
  readonly from: Layer;
  readonly to: Layer;
}

/** Which layer is made from which: L4 needs the bars of L1 beside the features of L3. */
export const EDGES: readonly Edge[] = [
  { from: "L0", to: "L1" },
  { from: "L1", to: "L2" },
  { from: "L2", to: "L3" },
  { from: "L3", to: "L4" },
  { from: "L1", to: "L4" },
  { from: "L4", to: "L5" },
  { from: "L4", to: "L6" },
];
