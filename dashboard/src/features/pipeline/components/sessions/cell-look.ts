import type { Cell, SessionRow } from "../../api/types";

/** What a cell says by colour, letter and words alike. */
export type CellLook =
  "good" | "running" | "weak" | "stale" | "holes" | "missing" | "holiday" | "absent" | "future";

export type CellColour = "green" | "amber" | "red" | "grey";

export interface Look {
  readonly colour: CellColour;
  /** So that the colour is not the only sign. */
  readonly sign: string;
}

export const LOOKS: Record<CellLook, Look> = {
  good: { colour: "green", sign: "✓" },
  running: { colour: "amber", sign: "…" },
  holes: { colour: "amber", sign: "C" },
  weak: { colour: "amber", sign: "D" },
  stale: { colour: "amber", sign: "S" },
  missing: { colour: "red", sign: "✕" },
  holiday: { colour: "grey", sign: "F" },
  absent: { colour: "grey", sign: "·" },
  future: { colour: "grey", sign: "–" },
};

/** How a layer stands in a session: first whether it is there at all, then what the session's verdict says of it. */
export function lookOf(cell: Cell, row: SessionRow): CellLook {
  switch (cell.state) {
    case "missing":
      return "missing";
    case "absent":
      return "absent";
    case "future":
      return "future";
    case "provisional":
      return "running";
    case "present":
      return row.expected ? verdictOf(row) : "holiday";
  }
}

function verdictOf({ grade, stale }: SessionRow): CellLook {
  if (stale === true) return "stale";
  if (grade === "D") return "weak";
  return grade === "C" ? "holes" : "good";
}

export const GRADE_FILTERS = ["all", "A", "B", "C", "D", "stale", "none"] as const;
export type GradeFilter = (typeof GRADE_FILTERS)[number];

/** Whether `row` is among what `filter` asks for; a stale session counts as stale, whatever its grade. */
export function isWanted(row: SessionRow, filter: GradeFilter): boolean {
  if (filter === "all") return true;
  if (filter === "none") return row.grade === null;
  if (row.stale === true) return filter === "stale";
  return row.grade === filter;
}
