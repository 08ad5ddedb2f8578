"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { FigureView } from "./figure-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { type Gate, useGates } from "../api/performance";
import { KindBadge } from "./badges";
import { useGateWords } from "./gate-words";
import { IntervalBar } from "./interval-bar";
import { Known, useReason } from "./known";

/** Where the measured error rates of the gates are read. */
const ERROR_RATES = "/docs/court";

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
      <FigureView
        query={gates}
        skeleton={<SkeletonRows rows={12} />}
        empty={{
          when: (data) => data.gates.length === 0,
          show: <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>,
        }}
      >
        {(data) => <GatesTable gates={data.gates} />}
      </FigureView>
      <p className="mt-3 text-xs text-muted">
        {t.rich("errorRates", {
          link: (words) => (
            <a href={ERROR_RATES} className="text-accent underline underline-offset-2">
              {words}
            </a>
          ),
        })}
      </p>
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
      className: "min-w-48",
      cell: (gate) => <Asked gate={gate} />,
    },
    {
      id: "value",
      header: t("value"),
      numeric: true,
      className: "font-medium whitespace-nowrap",
      cell: (gate) => (
        <Known
          text={gate.value === null ? null : words.value(gate.unit, gate.value)}
          reason={reasonOf({ value: gate.reason }, "value")}
        />
      ),
    },
    {
      id: "threshold",
      header: t("threshold"),
      numeric: true,
      className: "whitespace-nowrap text-muted",
      cell: (gate) => `${gate.operator} ${words.value(gate.unit, gate.threshold)}`,
    },
    {
      id: "interval",
      header: t("interval"),
      className: "min-w-44",
      cell: (gate) => <Measured gate={gate} />,
    },
  ];
  return <DataTable caption={t("title")} columns={columns} rows={gates} rowId={(gate) => gate.name} />;
}

/** What a gate asks, and, where it refuses, what it would have taken. */
function Asked({ gate }: { gate: Gate }) {
  const t = useTranslations("analytics.gates");
  const words = useGateWords();
  const needed = words.needed(gate);
  return (
    <>
      <span className="font-medium">{words.title(gate.name, gate.title, gate.unit)}</span>
      <span className="block text-xs text-muted">{words.description(gate)}</span>
      {needed !== "" && (
        <span className="mt-0.5 block text-xs">
          <span className="font-medium text-warn">{t("wouldTake")}</span> {needed}
        </span>
      )}
    </>
  );
}

/** The 95 % interval beside a gate, drawn against zero or against the costs in force. */
function Measured({ gate }: { gate: Gate }) {
  const interval = useGateWords().interval(gate);
  if (interval === null) return null;
  const { of, text } = interval;
  return (
    <span className="block py-0.5 text-xs">
      <IntervalBar {...interval} label={`${of}: ${text}`} />
      <span aria-hidden className="block tabular-nums">
        {text}
      </span>
      <span aria-hidden className="block text-muted">
        {of}
      </span>
    </span>
  );
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
