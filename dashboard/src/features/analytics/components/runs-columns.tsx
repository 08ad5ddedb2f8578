"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Hint } from "@/components/ui/hint";
import { useFormat } from "@/lib/format/use-format";
import type { TrainingRun } from "../api/research";
import { useBps } from "./bps";
import { Known } from "./known";
import { isShipped, MOST_COMPARED } from "./trainings";

/** Enough of a run's id to know it by, short enough for an address. */
export const shortId = (run: TrainingRun): string => run.run_id.slice(0, 8);

/** The columns of one training's seeds; the first chooses runs to compare. */
export function useRunColumns(
  chosen: readonly string[],
  toggle: (id: string) => void,
): Column<TrainingRun>[] {
  const t = useTranslations("research.runs");
  const format = useFormat();
  const bps = useBps();
  const measured = (id: string, metric: string): Column<TrainingRun> => ({
    id,
    header: t(`column.${id}`),
    numeric: true,
    sortBy: ({ metrics }) => metrics[metric] ?? null,
    cell: ({ metrics }) => <Known text={textOf(metrics[metric], bps)} reason={t("untracked")} />,
  });
  return [
    {
      id: "choose",
      header: t("column.choose"),
      className: "w-20",
      cell: (run) => (
        <input
          type="checkbox"
          aria-label={t("chooseRun", { seed: run.seed ?? "—", config: run.group })}
          checked={chosen.includes(shortId(run))}
          disabled={chosen.length >= MOST_COMPARED && !chosen.includes(shortId(run))}
          onChange={() => toggle(shortId(run))}
          className="size-4 accent-accent"
        />
      ),
    },
    {
      id: "seed",
      header: t("column.seed"),
      className: "w-20 tabular-nums",
      sortBy: ({ seed }) => (seed === null ? null : Number(seed)),
      cell: ({ seed }) => <Known text={seed} reason={t("untracked")} />,
    },
    {
      id: "outcome",
      header: t("column.outcome"),
      className: "w-52",
      sortBy: (run) => (isShipped(run) ? 1 : 0),
      cell: (run) => <Outcome run={run} />,
    },
    measured("validation", "validation_return_bps"),
    {
      ...measured("error", "validation_error_bps"),
      cell: ({ metrics }) => (
        <Known
          text={
            metrics.validation_error_bps === undefined
              ? null
              : `± ${format.decimal(metrics.validation_error_bps)}\u00a0bps`
          }
          reason={t("untracked")}
        />
      ),
    },
    measured("last", "last_validation_return_bps"),
    measured("training", "training_return_bps"),
    {
      id: "steps",
      header: t("column.steps"),
      numeric: true,
      sortBy: ({ metrics }) => metrics.steps ?? null,
      cell: ({ metrics }) => (
        <Known
          text={metrics.steps === undefined ? null : format.integer(metrics.steps)}
          reason={t("untracked")}
        />
      ),
    },
  ];
}

function textOf(value: number | undefined, write: (value: number) => string): string | null {
  return value === undefined ? null : write(value);
}

/** Whether the run's policy was shipped, and as which versions; or that it abstains. */
export function Outcome({ run }: { run: TrainingRun }) {
  const t = useTranslations("research.runs");
  return (
    <span className="flex flex-wrap gap-1">
      {isShipped(run) && (
        <Badge tone="info">
          {run.versions.length === 0 ? t("shipped") : t("shippedAs", { versions: run.versions.join(", ") })}
        </Badge>
      )}
      {run.metrics.abstains === 1 && (
        <Hint text={t("abstainsHelp")} onPress>
          <button type="button" className="cursor-help rounded-full">
            <Badge>{t("abstains")}</Badge>
          </button>
        </Hint>
      )}
    </span>
  );
}
