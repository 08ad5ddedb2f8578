import type { Tone } from "@/components/ui/badge";
import type { LinkState } from "@/lib/stream/connection";
import type { Latest } from "../api/queries";

export type Freshness = "live" | "delayed" | "stale" | "closed" | "unknown" | "reconnecting" | "offline";

/**
 * How far the price on the screen may be trusted: a broken line outweighs what the last price said of itself.
 *
 * @param latest null where no price is known.
 */
export function freshnessOf(latest: Latest | null, link: LinkState, outage: boolean): Freshness {
  if (link === "offline") return "offline";
  if (link === "reconnecting") return "reconnecting";
  if (latest === null || outage) return "unknown";
  return latest.state;
}

export const TONES: Record<Freshness, Tone> = {
  live: "good",
  delayed: "warn",
  stale: "bad",
  closed: "neutral",
  unknown: "neutral",
  reconnecting: "warn",
  offline: "bad",
};
