"use client";

import { GitCompareArrows } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { useUrlState } from "@/lib/url/use-url-state";
import { type TrainingRun, useRuns } from "../api/research";
import { useRunColumns } from "./runs-columns";
import { MOST_COMPARED, toggled, type Training, trainingsOf } from "./trainings";

const CompareRuns = dynamic(() => import("./runs-compare").then((module) => module.CompareRuns), {
  ssr: false,
});
/** Trainings shown before more are asked for. */
const FIRST = 5;

/** All training runs, by training and seed; two to four of them compare. The choice lives in the address. */
export function RunsTable() {
  const t = useTranslations("research.runs");
  const query = useRuns();
  const [params, write] = useUrlState();
  const chosen = (params.get("runs") ?? "").split(",").filter((id) => id !== "");
  const comparing = params.get("compare") === "runs";
  const choose = (ids: readonly string[]) => write({ runs: ids.length === 0 ? null : ids.join(",") });
  return (
    <Card
      title={t("title")}
      aria-label={t("title")}
      hint={t("hint")}
      actions={
        <>
          {chosen.length > 0 && (
            <Button size="sm" variant="ghost" onClick={() => choose([])}>
              {t("clear")}
            </Button>
          )}
          <Button
            size="sm"
            variant={chosen.length < 2 ? "secondary" : "primary"}
            disabled={chosen.length < 2}
            onClick={() => write({ compare: "runs" })}
          >
            <GitCompareArrows aria-hidden /> {t("compare", { count: chosen.length })}
          </Button>
        </>
      }
    >
      <QueryView
        query={query}
        skeleton={<SkeletonRows rows={8} />}
        empty={{
          when: (runs) => runs.length === 0,
          show: (
            <EmptyState title={t("empty")}>
              {t.rich("emptyHelp", { code: (command) => <code className="font-mono">{command}</code> })}
            </EmptyState>
          ),
        }}
      >
        {(runs) => (
          <>
            <Trainings
              runs={runs}
              chosen={chosen}
              toggle={(id) => choose(toggled(chosen, id))}
              everything={params.get("trainings") === "all"}
              showAll={() => write({ trainings: "all" })}
            />
            {comparing && (
              <CompareRuns
                runs={chosen.flatMap((id) => runs.filter((run) => run.run_id.startsWith(id)))}
                onClose={() => write({ compare: null })}
              />
            )}
          </>
        )}
      </QueryView>
    </Card>
  );
}

interface Props {
  runs: readonly TrainingRun[];
  chosen: readonly string[];
  toggle: (id: string) => void;
  everything: boolean;
  showAll: () => void;
}

function Trainings({ runs, chosen, toggle, everything, showAll }: Props) {
  const t = useTranslations("research.runs");
  const trainings = trainingsOf(runs);
  const shown = everything ? trainings : trainings.slice(0, FIRST);
  return (
    <div className="flex flex-col gap-5">
      <p className="text-xs text-muted">{t("choose", { most: MOST_COMPARED })}</p>
      {shown.map((training) => (
        <OneTraining key={training.id} training={training} chosen={chosen} toggle={toggle} />
      ))}
      {shown.length < trainings.length && (
        <Button size="sm" className="self-center" onClick={showAll}>
          {t("more", { count: trainings.length - shown.length })}
        </Button>
      )}
    </div>
  );
}

function OneTraining({
  training,
  chosen,
  toggle,
}: {
  training: Training;
  chosen: readonly string[];
  toggle: (id: string) => void;
}) {
  const t = useTranslations("research.runs");
  const format = useFormat();
  const columns = useRunColumns(chosen, toggle);
  const { config, seeds, runs, steps, split, data } = training;
  return (
    <section aria-label={t("training", { config })} className="flex min-w-0 flex-col gap-1">
      <h3 className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 text-sm font-medium">
        <span className="font-mono">{config}</span>
        <span className="text-xs font-normal text-muted">
          {[
            t("seeds", { count: seeds }),
            steps === null ? null : t("steps", { steps: format.integer(steps) }),
            split,
            data === null ? null : t("data", { hash: data.slice(0, 8) }),
          ]
            .filter((part) => part !== null)
            .join(" · ")}
        </span>
      </h3>
      <DataTable
        caption={t("caption", { config })}
        columns={columns}
        rows={runs}
        rowId={(run) => run.run_id}
      />
      {runs.length < seeds && (
        <p className="text-xs text-muted">{t("untold", { known: runs.length, seeds })}</p>
      )}
    </section>
  );
}
