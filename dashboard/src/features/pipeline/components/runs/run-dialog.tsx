"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { Facts } from "../cell/facts";
import type { Attempt } from "./attempts";
import { RunBadge } from "./run-badge";

interface Props {
  attempt: Attempt;
  onClose: () => void;
}

/** One run: when, how long, what it made, and why it failed where it did. */
export function RunDialog({ attempt: { run, number, retries }, onClose }: Props) {
  const t = useTranslations("pipeline.runs");
  const layers = useTranslations("pipeline.layers");
  const format = useFormat();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("detail", { id: run.id, layer: run.layer, name: layers(run.layer) })}
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <RunBadge status={run.status} />
          {retries !== null && (
            <span className="text-muted">
              {t("tryNumber", { number })}. {t("retried", { id: retries })}
            </span>
          )}
        </div>
        {run.status !== "completed" && run.status !== "running" && (
          <section className="rounded-md border border-down/40 bg-down-soft p-3 text-sm">
            <h3 className="text-xs font-semibold text-down">{t("cause")}</h3>
            <p className="mt-1 break-words">{run.error ?? t("noError")}</p>
          </section>
        )}
        <Facts
          facts={[
            [t("started"), <Time key="from" at={run.started_at} />],
            [t("ended"), run.completed_at === null ? t("notEnded") : <Time key="to" at={run.completed_at} />],
            [
              t("took"),
              <span key="took" title={t("tookHint")}>
                {format.duration(run.market_seconds)}
              </span>,
            ],
            [t("rows"), format.integer(run.records)],
            [t("recorded"), <Time key="real" at={run.recorded_at} />],
            [t("process"), `${run.host} · ${run.pid}`],
            [
              "DAG",
              <code key="dag" className="font-mono text-xs">
                {run.pipeline_name}
              </code>,
            ],
          ]}
        />
      </div>
    </Dialog>
  );
}
