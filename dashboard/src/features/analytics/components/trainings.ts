import type { TrainingRun } from "../api/research";

/** Runs of one configuration on the same data, which differ by seed; one of them may have been shipped. */
export interface Training {
  /** Names the training among others. */
  readonly id: string;
  readonly config: string;
  /** By seed, in order. */
  readonly runs: readonly TrainingRun[];
  /** Seeds that were trained, as the runs say; more than there are runs where some were not tracked. */
  readonly seeds: number;
  readonly split: string | null;
  readonly data: string | null;
  readonly steps: number | null;
}

/** The trainings of `runs`, in the order in which their first run comes: newest first. */
export function trainingsOf(runs: readonly TrainingRun[]): Training[] {
  const groups = new Map<string, TrainingRun[]>();
  for (const run of runs) {
    const id = [run.group, run.tags.data_hash ?? "", run.tags.split_id ?? "", run.tags.seeds ?? ""].join(" ");
    groups.set(id, [...(groups.get(id) ?? []), run]);
  }
  return [...groups].map(([id, members]) => trainingOf(id, members));
}

function trainingOf(id: string, members: readonly TrainingRun[]): Training {
  const runs = members.toSorted((one, other) => Number(one.seed ?? 0) - Number(other.seed ?? 0));
  const [first] = runs;
  const named = first?.tags.seeds?.split(",").length ?? 0;
  const steps = Number(first?.params.steps);
  return {
    id,
    config: first?.group ?? "",
    runs,
    seeds: Math.max(named, runs.length),
    split: first?.tags.split_id ?? null,
    data: first?.tags.data_hash ?? null,
    steps: Number.isFinite(steps) ? steps : null,
  };
}

/** Whether this run's policy was the one of its training that went into a bundle. */
export function isShipped(run: TrainingRun): boolean {
  return run.versions.length > 0 || run.tags.ships === "true";
}

export interface Difference {
  readonly name: string;
  /** One for each run, null where the run has no such entry. */
  readonly values: readonly (string | null)[];
  readonly differs: boolean;
}

/** Every setting of the runs beside each other, those that differ first, else by name. */
export function differencesOf(
  runs: readonly TrainingRun[],
  entries: (run: TrainingRun) => Readonly<Record<string, string>>,
): Difference[] {
  const names = [...new Set(runs.flatMap((run) => Object.keys(entries(run))))].sort();
  const rows = names.map((name) => {
    const values = runs.map((run) => entries(run)[name] ?? null);
    return { name, values, differs: new Set(values).size > 1 };
  });
  return [...rows.filter(({ differs }) => differs), ...rows.filter(({ differs }) => !differs)];
}

/** How many runs stand beside each other at most. */
export const MOST_COMPARED = 4;

/** The choice after a click on a run; a fifth is not taken. */
export function toggled(chosen: readonly string[], id: string): readonly string[] {
  if (chosen.includes(id)) return chosen.filter((one) => one !== id);
  return chosen.length < MOST_COMPARED ? [...chosen, id] : chosen;
}
