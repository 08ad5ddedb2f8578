import type { BarsChanged } from "@/components/ui/changed";

/** An import that changed bars, as every service tells it. */
export const CHANGED = {
  deed: "imported",
  import_id: "I-0003",
  why: "corrected.csv",
  by: "cli:ana",
  at: "2024-03-05T14:00:00Z",
  recorded_at: "2024-03-05T14:00:00Z",
  first: "2024-03-04",
  last: "2024-03-06",
  changes: 1,
} as const satisfies BarsChanged & Record<string, unknown>;
