import type { GanttBar } from "@/components/charts/gantt";
import type { Run } from "../../api/types";
import type { Attempt } from "./attempts";

const TONES: Record<Run["status"], GanttBar["tone"]> = {
  running: "busy",
  completed: "good",
  failed: "bad",
  interrupted: "warn",
};

/** Runs as bars; one that goes on reaches to `now` (milliseconds since 1970). */
export function barsOf(attempts: readonly Attempt[], now: number): GanttBar[] {
  return attempts.map(({ run, number, retries }) => {
    const start = Date.parse(run.started_at);
    return {
      id: String(run.id),
      lane: run.layer,
      start,
      end: run.completed_at === null ? Math.max(now, start) : Date.parse(run.completed_at),
      tone: TONES[run.status],
      mark: number > 1 ? String(number) : null,
      after: retries === null ? null : String(retries),
    };
  });
}
