import { problemFrom, type ProblemError } from "@/lib/api/problem";
import type { PipelineHealth, PipelineStatus, RunPage } from "./types";

/** One part of the answer: what it last said, and why it could not say it anew. */
export interface Part<Data> {
  readonly data: Data | undefined;
  readonly error: ProblemError | null;
  /** When `data` was said, milliseconds since 1970; 0: never. */
  readonly at: number;
}

export interface Overview {
  readonly status: Part<PipelineStatus>;
  readonly health: Part<PipelineHealth>;
  readonly runs: Part<RunPage>;
}

interface Told {
  readonly data: unknown;
  readonly error: unknown;
}

/** Whether `body` is the answer of all parts, be it of failed ones. */
export function isConsolidated(body: unknown): body is Record<keyof Overview, Told> {
  if (typeof body !== "object" || body === null) return false;
  return ["status", "health", "runs"].every((name) => {
    const part = (body as Record<string, unknown>)[name];
    return typeof part === "object" && part !== null && "data" in part && "error" in part;
  });
}

/** The parts of `body`; one that failed keeps what it said `before`, so that old data are shown as old. */
export function partsOf(
  body: Record<keyof Overview, Told>,
  before: Overview | undefined,
  now: number,
): Overview {
  return {
    status: partOf(body.status, before?.status, now),
    health: partOf(unwell(body.health), before?.health, now),
    runs: partOf(body.runs, before?.runs, now),
  };
}

function partOf<Data>(told: Told, before: Part<Data> | undefined, now: number): Part<Data> {
  // The service behind the part gave it, typed by its OpenAPI document.
  if (told.error === null && told.data !== null) return { data: told.data as Data, error: null, at: now };
  return { data: before?.data, error: problemFrom(503, told.error), at: before?.at ?? 0 };
}

/** A pipeline that is down answers 503 with the same body: that is its health, not a failure to tell it. */
function unwell({ data, error }: Told): Told {
  const isHealth = typeof error === "object" && error !== null && "layers" in error;
  return isHealth ? { data: error, error: null } : { data, error };
}
