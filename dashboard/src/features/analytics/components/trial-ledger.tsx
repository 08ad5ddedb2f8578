"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat } from "@/components/ui/stat";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { type NumberFormat } from "@/lib/format/numbers";
import { useFormat } from "@/lib/format/use-format";
import { type Trial, type Trials, useTrials } from "../api/research";
import { Known, useReason } from "./known";
import { TrialStrip } from "./trial-strip";

/** What the model's Sharpe ratio is worth after so many tries, and every try. */
export function TrialLedger() {
  const t = useTranslations("research.trials");
  const query = useTrials();
  return (
    <Card title={t("title")} aria-label={t("title")} hint={t("hint")}>
      <QueryView
        query={query}
        skeleton={<Skeleton className="h-96" />}
        empty={{
          when: (data) => data.data.length === 0,
          show: <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>,
        }}
      >
        {(data) => (
          <div className="flex flex-col gap-4">
            <Figures data={data} />
            <p className="max-w-prose text-sm text-muted">
              <Meaning data={data} />
            </p>
            <TrialStrip trials={data.data} hurdle={data.hurdle} own={data.sharpe} />
            <Ledger trials={data.data} />
          </div>
        )}
      </QueryView>
    </Card>
  );
}

function Figures({ data }: { data: Trials }) {
  const t = useTranslations("research.trials");
  const format = useFormat();
  const why = useReason();
  const known = (name: "sharpe" | "hurdle" | "deflated_sharpe", write: (value: number) => string) => (
    <Known text={data[name] === null ? null : write(data[name])} reason={why(data.reasons, name)} />
  );
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
      <Stat
        label={t("sharpe")}
        value={known("sharpe", (value) => format.decimal(value, 2, true))}
        note={t("sharpeNote")}
      />
      <Stat
        label={t("deflated")}
        value={known("deflated_sharpe", (value) => share(value, format))}
        note={t("deflatedNote")}
      />
      <Stat
        label={t("hurdle")}
        value={known("hurdle", (value) => format.decimal(value, 2, true))}
        note={t("hurdleNote")}
      />
      <Stat label={t("count")} value={format.integer(data.trials)} note={t("countNote")} />
    </dl>
  );
}

/** A probability as a percentage that never rounds something to nothing, nor a doubt to certainty. */
function share(value: number, format: NumberFormat): string {
  if (value > 0 && value < 0.0005) return `< ${format.percent(0.001, 1)}`;
  if (value < 1 && value > 0.9995) return `> ${format.percent(0.999, 1)}`;
  return format.percent(value, 1);
}

/** The figures in a sentence. */
function Meaning({ data }: { data: Trials }) {
  const t = useTranslations("research.trials");
  const format = useFormat();
  const { trials, hurdle, sharpe, deflated_sharpe: deflated } = data;
  if (hurdle === null || sharpe === null || deflated === null) return t("meaningUnknown");
  const first =
    trials < 2 ? t("meaningOne") : t("meaningMany", { trials, hurdle: format.decimal(hurdle, 2) });
  return `${first} ${t(sharpe > hurdle ? "meaningAbove" : "meaningBelow", {
    sharpe: format.decimal(sharpe, 2),
    chance: share(deflated, format),
  })}`;
}

function Ledger({ trials }: { trials: readonly Trial[] }) {
  const t = useTranslations("research.trials");
  const format = useFormat();
  const columns: Column<Trial>[] = [
    {
      id: "config",
      header: t("column.config"),
      sortBy: (trial) => trial.config_hash,
      cell: (trial) => <code className="font-mono text-xs">{trial.config_hash.slice(0, 12)}</code>,
    },
    {
      id: "seed",
      header: t("column.seed"),
      numeric: true,
      sortBy: (trial) => trial.seed,
      cell: (trial) => trial.seed,
    },
    {
      id: "data",
      header: t("column.data"),
      sortBy: (trial) => trial.data_hash,
      cell: (trial) => (
        <span className="font-mono text-xs whitespace-nowrap" title={trial.data_hash}>
          {dataName(trial.data_hash)}
        </span>
      ),
    },
    {
      id: "test",
      header: t("column.test"),
      className: "whitespace-nowrap",
      sortBy: (trial) => trial.test_first,
      cell: (trial) => `${trial.test_first} – ${trial.test_last}`,
    },
    {
      id: "sessions",
      header: t("column.sessions"),
      numeric: true,
      sortBy: (trial) => trial.sessions,
      cell: (trial) => format.integer(trial.sessions),
    },
    {
      id: "sharpe",
      header: t("column.sharpe"),
      numeric: true,
      sortBy: (trial) => trial.sharpe,
      cell: (trial) => (
        <Known
          text={trial.sharpe === null ? null : format.decimal(trial.sharpe, 2, true)}
          reason={t("noVariation")}
        />
      ),
    },
    {
      id: "looked",
      header: t("column.looked"),
      className: "whitespace-nowrap",
      sortBy: (trial) => trial.looked_at,
      cell: (trial) => <Time at={trial.looked_at} />,
    },
  ];
  return (
    <DataTable
      caption={t("caption")}
      columns={columns}
      rows={trials}
      rowId={(trial) => Object.values(trial).join(" ")}
      className="max-h-96 overflow-y-auto"
    />
  );
}

/** The first of the hash, and the walk-forward fold where it is of one: `270352e2 fold 4`. */
function dataName(hash: string): string {
  const [digest = "", ...rest] = hash.split(" ");
  return [digest.slice(0, 8), ...rest].join(" ");
}
