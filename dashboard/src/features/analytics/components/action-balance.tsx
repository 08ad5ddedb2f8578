"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { type Column, DataTable } from "@/components/ui/data-table";
import { FigureView } from "./figure-view";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { type RlMetrics, useRlMetrics } from "../api/research";
import { type ActionRow, useActionColumns } from "./action-columns";
import { Known, Sample, useReason } from "./known";

/** How the policy acts: its decisions, trades, holding and costs, beside every baseline over the same sessions. */
export function ActionBalance() {
  const t = useTranslations("research.actions");
  const query = useRlMetrics();
  return (
    <Card title={t("title")} aria-label={t("title")} hint={query.data && <Sample about={query.data} />}>
      <FigureView
        query={query}
        skeleton={<Skeleton className="h-72" />}
        empty={{
          when: (data) => data.data_points === 0,
          show: <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>,
        }}
      >
        {(data) => (
          <div className="flex flex-col gap-4">
            <Shares data={data} />
            <Beside data={data} />
          </div>
        )}
      </FigureView>
    </Card>
  );
}

const ACTIONS = [
  ["buy", "bg-up"],
  ["sell", "bg-down"],
  ["hold", "bg-faint"],
] as const;

/** Shares of all decisions as one bar, and in words. */
function Shares({ data }: { data: RlMetrics }) {
  const t = useTranslations("research.actions");
  const format = useFormat();
  const why = useReason();
  const balance = data.metrics.actionBalance;
  return (
    <div className="flex flex-col gap-2">
      <div aria-hidden className="flex h-3 gap-px overflow-hidden rounded-sm bg-raised">
        {ACTIONS.map(([action, colour]) => {
          const share = balance[action] ?? 0;
          return (
            <div
              key={action}
              className={cn(colour, share > 0 && "min-w-0.5")}
              style={{ width: `${100 * share}%` }}
            />
          );
        })}
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
        {ACTIONS.map(([action, colour]) => {
          const share = balance[action];
          return (
            <div key={action} className="flex items-center gap-1.5">
              <span aria-hidden className={cn("size-2 rounded-full", colour)} />
              <dt className="text-muted">{t(action)}</dt>
              <dd className="font-medium tabular-nums">
                <Known
                  text={share === null ? null : format.percent(share, 2)}
                  reason={why(data.reasons, action)}
                />
              </dd>
            </div>
          );
        })}
      </dl>
      <p className="text-xs text-muted">{t("sharesHelp")}</p>
    </div>
  );
}

function Beside({ data }: { data: RlMetrics }) {
  const t = useTranslations("research.actions");
  const own: ActionRow = { baseline: "", metrics: data.metrics, reasons: data.reasons };
  const others = data.baselines ?? [];
  const rows = [own, ...others.map(({ name, metrics, reasons }) => ({ baseline: name, metrics, reasons }))];
  const columns: Column<ActionRow>[] = useActionColumns(data.model.version);
  return (
    <div className="flex flex-col gap-2">
      <DataTable caption={t("caption")} columns={columns} rows={rows} rowId={(row) => row.baseline} />
      {others.length === 0 && (
        <p className="text-xs text-muted">
          {data.basis === "paper" ? t("noBaselinesPaper") : t("noBaselines")}
        </p>
      )}
    </div>
  );
}
