"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import type { Attempt } from "./attempts";
import { RunBadge } from "./run-badge";

interface Props {
  /** The newest first. */
  attempts: readonly Attempt[];
  onOpen: (id: number) => void;
}

/** Runs in rows: the same as the chart, for keyboards and for those who hear it. */
export function RunTable({ attempts, onOpen }: Props) {
  const t = useTranslations("pipeline.runs");
  const layers = useTranslations("pipeline.layers");
  const format = useFormat();
  const columns: Column<Attempt>[] = [
    {
      id: "run",
      header: t("run"),
      cell: ({ run }) => (
        <Button
          size="sm"
          variant="ghost"
          aria-label={t("open", { id: run.id })}
          onClick={() => onOpen(run.id)}
        >
          {run.id}
        </Button>
      ),
      sortBy: ({ run }) => run.id,
    },
    {
      id: "layer",
      header: t("layer"),
      className: "whitespace-nowrap",
      cell: ({ run }) => `${run.layer} ${layers(run.layer)}`,
      sortBy: ({ run }) => run.layer,
    },
    { id: "status", header: t("statusFilter"), cell: ({ run }) => <RunBadge status={run.status} /> },
    {
      id: "started",
      header: t("started"),
      className: "whitespace-nowrap",
      cell: ({ run }) => <Time at={run.started_at} />,
      sortBy: ({ run }) => run.started_at,
    },
    {
      id: "took",
      header: t("took"),
      numeric: true,
      cell: ({ run }) => format.duration(run.market_seconds),
      sortBy: ({ run }) => run.market_seconds,
    },
    {
      id: "rows",
      header: t("rows"),
      numeric: true,
      cell: ({ run }) => format.integer(run.records),
      sortBy: ({ run }) => run.records,
    },
    {
      id: "try",
      header: t("try"),
      numeric: true,
      cell: ({ number }) => number,
      sortBy: ({ number }) => number,
    },
    {
      id: "error",
      header: t("error"),
      className: "max-w-80 truncate text-xs text-muted",
      cell: ({ run }) => run.error ?? "",
    },
  ];
  return (
    <DataTable
      caption={t("title")}
      columns={columns}
      rows={attempts}
      rowId={({ run }) => String(run.id)}
      empty={<EmptyState title={t("emptyTitle")}>{t("emptyHelp")}</EmptyState>}
    />
  );
}
