"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { type Gate, useGates } from "../api/performance";
import { KindBadge } from "./badges";
import { useGateWords } from "./gate-words";
import { Known, useReason } from "./known";

/** The production gates of the chosen model: what was asked, what was found, and why a figure is missing. */
export function GatesCard() {
  const t = useTranslations("analytics.gates");
  const gates = useGates();
  const told = gates.data;
  return (
    <Card
      title={t("title")}
      hint={
        told === undefined || told.total_gates === 0
          ? t("hint")
          : t("passed", { version: told.model.version, passed: told.passing_gates, total: told.total_gates })
      }
      actions={told !== undefined && <KindBadge kind={told.data_kind} />}
    >
      <QueryView
        query={gates}
        skeleton={<SkeletonRows rows={12} />}
        empty={{
          when: (data) => data.gates.length === 0,
          show: <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>,
        }}
      >
        {(data) => <GatesTable gates={data.gates} />}
      </QueryView>
    </Card>
  );
}

/** Gates one a row. */
export function GatesTable({ gates }: { gates: readonly Gate[] }) {
  const t = useTranslations("analytics.gates");
  const words = useGateWords();
  const reasonOf = useReason();
  const columns: Column<Gate>[] = [
    {
      id: "status",
      header: t("status"),
      sortBy: (gate) => gate.status,
      cell: (gate) => <GateStatus passed={gate.status === "passed"} />,
    },
    {
      id: "gate",
      header: t("gate"),
      className: "min-w-36",
      cell: (gate) => (
        <>
          <span className="font-medium">{words.title(gate.name, gate.title)}</span>
          <span className="block text-xs text-muted">{words.description(gate.name, gate.description)}</span>
        </>
      ),
    },
    {
      id: "value",
      header: t("value"),
      numeric: true,
      className: "font-medium whitespace-nowrap",
      cell: (gate) => (
        <Known
          text={gate.value === null ? null : words.value(gate.name, gate.value)}
          reason={reasonOf({ value: gate.reason }, "value")}
        />
      ),
    },
    {
      id: "needed",
      header: t("needed"),
      numeric: true,
      className: "whitespace-nowrap text-muted",
      cell: (gate) => `${gate.operator} ${words.value(gate.name, gate.threshold)}`,
    },
  ];
  return <DataTable caption={t("title")} columns={columns} rows={gates} rowId={(gate) => gate.title} />;
}

function GateStatus({ passed }: { passed: boolean }) {
  const t = useTranslations("analytics.gates");
  const Icon = passed ? Check : X;
  return (
    <span
      className={`inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap ${passed ? "text-up" : "text-down"}`}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className="max-sm:sr-only">{t(passed ? "yes" : "no")}</span>
    </span>
  );
}
