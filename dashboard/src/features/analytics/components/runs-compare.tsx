"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { TrainingRun } from "../api/research";
import { useBps } from "./bps";
import { Known } from "./known";
import { Outcome } from "./runs-columns";
import { differencesOf } from "./trainings";

/** Two to four runs beside each other: results first, then the settings, those that differ marked. */
export function CompareRuns({ runs, onClose }: { runs: readonly TrainingRun[]; onClose: () => void }) {
  const t = useTranslations("research.compare");
  return (
    <Dialog
      open
      from="side"
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { count: runs.length })}
      description={t("description")}
    >
      {runs.length < 2 ? (
        <EmptyState title={t("tooFew")}>{t("tooFewHelp")}</EmptyState>
      ) : (
        <Comparison runs={runs} />
      )}
    </Dialog>
  );
}

function Comparison({ runs }: { runs: readonly TrainingRun[] }) {
  const t = useTranslations("research.compare");
  const [everything, setEverything] = useState(false);
  const settings = differencesOf(runs, ({ params, tags }) => ({ ...tags, ...params }));
  const differing = settings.filter(({ differs }) => differs);
  const shown = everything ? settings : differing;
  const written = useMetric();
  const metrics = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))];
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t("label")}>
      <table className="w-full border-collapse text-xs">
        <thead>
          <tr>
            <th scope="col" className="sr-only">
              {t("entry")}
            </th>
            {runs.map((run) => (
              <th key={run.run_id} scope="col" className="px-2 pb-2 text-left align-bottom font-medium">
                <span className="block font-mono">{run.group}</span>
                <span className="block">{t("seed", { seed: run.seed ?? "—" })}</span>
                <Outcome run={run} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Heading text={t("results")} span={runs.length + 1} />
          {metrics.map((name) => (
            <Row
              key={name}
              name={written.name(name)}
              values={runs.map(({ metrics: told }) => told[name] ?? null)}
              show={(value) => written.value(name, value)}
            />
          ))}
          <Heading text={t("settings", { count: differing.length })} span={runs.length + 1} />
          {shown.map(({ name, values, differs }) => (
            <Row key={name} name={name} values={values} show={(value) => value} marked={differs} code />
          ))}
          {differing.length === 0 && !everything && (
            <tr>
              <td colSpan={runs.length + 1} className="px-2 py-2 text-muted">
                {t("allSame")}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      <Button size="sm" variant="ghost" className="mt-3" onClick={() => setEverything(!everything)}>
        {everything ? t("onlyDiffering") : t("showSame", { count: settings.length - differing.length })}
      </Button>
    </div>
  );
}

function Heading({ text, span }: { text: string; span: number }) {
  return (
    <tr>
      <th
        scope="colgroup"
        colSpan={span}
        className="border-b border-line px-2 pt-4 pb-1 text-left text-muted"
      >
        {text}
      </th>
    </tr>
  );
}

interface RowProps<Value> {
  name: string;
  values: readonly (Value | null)[];
  show: (value: Value) => ReactNode;
  /** The runs differ here. */
  marked?: boolean;
  /** Names and values of the program, in its own letters. */
  code?: boolean;
}

function Row<Value>({ name, values, show, marked = false, code = false }: RowProps<Value>) {
  const t = useTranslations("research.compare");
  return (
    <tr className={cn("border-b border-line/60", marked && "bg-accent-soft")}>
      <th scope="row" className={cn("px-2 py-1.5 text-left font-normal text-muted", code && "font-mono")}>
        {name}
        {marked && <span className="sr-only"> {t("differs")}</span>}
      </th>
      {values.map((value, index) => (
        <td
          key={index}
          className={cn(
            "px-2 py-1.5 tabular-nums",
            marked && "font-medium text-text",
            code && "max-w-40 truncate font-mono",
          )}
          title={code && typeof value === "string" ? value : undefined}
        >
          {value === null ? <Known text={null} reason={t("absent")} /> : show(value)}
        </td>
      ))}
    </tr>
  );
}

/** A run's result in words and with its unit; one we have no words for by its own name. */
function useMetric() {
  const t = useTranslations("research.metrics");
  const format = useFormat();
  const bps = useBps();
  return {
    name: (name: string) => (t.has(name) ? t(name) : name),
    value: (name: string, value: number) => {
      if (name === "abstains") return value === 1 ? t("yes") : t("no");
      if (name === "steps") return format.integer(value);
      if (name === "validation_error_bps") return `± ${format.decimal(value)}\u00a0bps`;
      return name.endsWith("_bps") ? bps(value) : format.decimal(value, 4);
    },
  };
}
