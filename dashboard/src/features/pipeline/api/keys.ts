import type { Span } from "./types";

/** Names of what the pipeline said, from the general to the particular. */
export const keys = {
  all: ["pipeline"] as const,
  overview: ["pipeline", "overview"] as const,
  layer: (layer: string) => ["pipeline", "layer", layer] as const,
  runs: ["pipeline", "runs"] as const,
  sessions: ["pipeline", "sessions"] as const,
  sessionsUntil: (until: string | null) => ["pipeline", "sessions", "until", until] as const,
  newestSessions: ["pipeline", "sessions", "newest"] as const,
  session: (session: string) => ["pipeline", "sessions", "one", session] as const,
  quality: (first: string | null) => ["pipeline", "quality", first] as const,
  manifests: (layer: string, span: Span | null) => ["pipeline", "manifests", layer, span] as const,
  quarantine: (session: string) => ["pipeline", "quarantine", session] as const,
  lineage: (layer: string, session: string) => ["pipeline", "lineage", layer, session] as const,
  estimate: (span: Span | null) => ["pipeline", "estimate", span] as const,
  backfills: ["pipeline", "backfills"] as const,
  backfill: (id: string) => ["pipeline", "backfills", id] as const,
  imports: ["pipeline", "imports"] as const,
  credits: ["pipeline", "credits"] as const,
};
