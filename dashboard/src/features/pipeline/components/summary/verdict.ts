import type { DataQuality, Layer, PipelineHealth } from "../../api/types";

/** The one thing to know about the pipeline now. */
export type Verdict =
  | { readonly kind: "unknown" }
  | {
      readonly kind: "down" | "degraded";
      readonly layer: Layer;
      readonly cause: string | null;
      readonly nextStep: string | null;
      /** Other layers that something ails too. */
      readonly others: number;
    }
  /** All layers are fresh, but expected sessions of the period have no bar at all. */
  | { readonly kind: "incomplete"; readonly sessions: number }
  | { readonly kind: "complete" };

/** The worst ailment first, and of equals the layer that comes first: what follows it suffers from it. */
export function verdictOn(health: PipelineHealth | undefined, quality: DataQuality | undefined): Verdict {
  if (health === undefined) return { kind: "unknown" };
  const ailing = health.layers.filter(({ status }) => status !== "ok");
  const worst = ailing.find(({ status }) => status === "down") ?? ailing[0];
  if (worst !== undefined) {
    return {
      kind: worst.status === "down" ? "down" : "degraded",
      layer: worst.layer,
      cause: worst.cause,
      nextStep: worst.next_step,
      others: ailing.length - 1,
    };
  }
  const missing = quality?.missing_sessions.length ?? 0;
  return missing > 0 ? { kind: "incomplete", sessions: missing } : { kind: "complete" };
}

export const GRADES = ["A", "B", "C", "D"] as const;
export type Grade = (typeof GRADES)[number];

export interface GradeShare {
  readonly grade: Grade;
  readonly sessions: number;
  /** Of all graded sessions, 0…1; 0 where none is graded. */
  readonly share: number;
}

/** How the graded sessions spread over A to D. */
export function gradeShares(grades: DataQuality["grades"]): GradeShare[] {
  const total = GRADES.reduce((sum, grade) => sum + (grades[grade] ?? 0), 0);
  return GRADES.map((grade) => {
    const sessions = grades[grade] ?? 0;
    return { grade, sessions, share: total === 0 ? 0 : sessions / total };
  });
}

/** Reasons of quarantine, the most frequent first. */
export function reasonsOf(quarantine: DataQuality["quarantine"]): [reason: string, rows: number][] {
  return Object.entries(quarantine).sort(([, a], [, b]) => b - a);
}

export const PERIODS = ["30d", "1y", "all"] as const;
export type Period = (typeof PERIODS)[number];

const DAYS: Record<Period, number | null> = { "30d": 30, "1y": 365, all: null };

/** First day of a period that ends on the day of `now`; null: from the first stored one. */
export function firstOf(period: Period, now: string): string | null {
  const days = DAYS[period];
  if (days === null) return null;
  return new Date(Date.parse(now) - days * 86_400_000).toISOString().slice(0, 10);
}
