"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import type { Trial } from "../api/research";
import { Known } from "./known";
import type { LookRow } from "./looks";

/** Looks one a row, each with all that it showed: what was declared together stands in one row. */
export function LookTable({ looks }: { looks: readonly LookRow[] }) {
  const t = useTranslations("research.trials");
  const format = useFormat();
  const columns: Column<LookRow>[] = [
    {
      id: "look",
      header: t("column.look"),
      numeric: true,
      className: "font-medium",
      sortBy: ({ number }) => number,
      cell: ({ number }) => number,
    },
    {
      id: "level",
      header: t("column.level"),
      numeric: true,
      className: "whitespace-nowrap",
      sortBy: ({ level }) => level,
      cell: ({ level }) => `${format.significant(100 * level)}\u00a0%`,
    },
    {
      id: "kind",
      header: t("column.kind"),
      className: "whitespace-nowrap",
      cell: ({ kind }) => t(`kind.${kind}`),
    },
    {
      id: "bundle",
      header: t("column.bundle"),
      cell: ({ trials }) => <Members trials={trials} show={(trial) => <Bundle trial={trial} />} />,
    },
    {
      id: "sharpe",
      header: t("column.sharpe"),
      numeric: true,
      cell: ({ trials }) => <Members trials={trials} show={(trial) => <Sharpe trial={trial} />} />,
    },
    {
      id: "test",
      header: t("column.test"),
      className: "whitespace-nowrap",
      sortBy: ({ first }) => first,
      cell: ({ first, last }) => `${first} – ${last}`,
    },
    {
      id: "sessions",
      header: t("column.sessions"),
      numeric: true,
      cell: ({ sessions }) => format.integer(sessions),
    },
    { id: "actor", header: t("column.actor"), cell: ({ actor }) => actor },
    {
      id: "looked",
      header: t("column.looked"),
      className: "whitespace-nowrap",
      sortBy: ({ at }) => at,
      cell: ({ at }) => <Time at={at} />,
    },
  ];
  return (
    <DataTable
      caption={t("caption")}
      columns={columns}
      rows={looks}
      rowId={({ number, at }) => `${number} ${at}`}
      className="max-h-96 overflow-y-auto"
    />
  );
}

interface MembersProps {
  trials: readonly Trial[];
  show: (trial: Trial) => React.ReactNode;
}

/** The bundles of a look below each other, in the same order in every column. */
function Members({ trials, show }: MembersProps) {
  return (
    <ul>
      {trials.map((trial, place) => (
        <li
          key={trial.bundle_hash ?? place}
          className="flex min-h-6 items-center gap-2 [td.text-right_&]:justify-end"
        >
          {show(trial)}
        </li>
      ))}
    </ul>
  );
}

function Bundle({ trial }: { trial: Trial }) {
  const t = useTranslations("research.trials");
  if (trial.bundle_hash === null) return <span className="text-muted">{t("unnamed")}</span>;
  return (
    <>
      <code className="font-mono text-xs" title={trial.bundle_hash}>
        {trial.bundle_hash.slice(0, 12)}
      </code>
      {trial.chosen && <Badge tone="info">{t("chosen")}</Badge>}
    </>
  );
}

function Sharpe({ trial }: { trial: Trial }) {
  const t = useTranslations("research.trials");
  const format = useFormat();
  return (
    <Known
      text={trial.sharpe === null ? null : format.decimal(trial.sharpe, 2, true)}
      reason={t(trial.kind === "earlier" ? "notKept" : "noVariation")}
    />
  );
}
