"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Column } from "@/components/ui/data-table";
import { useFormat } from "@/lib/format/use-format";
import type { RlFigures } from "../api/research";
import { useBaselineName } from "./baseline-names";
import { useBps } from "./bps";
import { Known, useReason } from "./known";

export interface ActionRow {
  /** Empty for the model itself. */
  baseline: string;
  metrics: RlFigures;
  reasons: Readonly<Record<string, string>>;
}

type Figure = Exclude<keyof RlFigures, "actionBalance">;

/** The figures of how a policy acts, each with its unit in the heading and its reason where it is null. */
export function useActionColumns(version: number): Column<ActionRow>[] {
  const t = useTranslations("research.actions");
  const format = useFormat();
  const bps = useBps();
  const why = useReason();
  const baseline = useBaselineName();
  const figure = (name: Figure, written: (value: number) => ReactNode): Column<ActionRow> => ({
    id: name,
    header: t(name),
    numeric: true,
    sortBy: ({ metrics }) => metrics[name],
    cell: ({ metrics, reasons }) => {
      const value = metrics[name];
      return value === null ? <Known text={null} reason={why(reasons, name)} /> : written(value);
    },
  });
  return [
    {
      id: "who",
      header: t("who"),
      className: "whitespace-nowrap",
      cell: (row) =>
        row.baseline === "" ? <strong>{t("model", { version })}</strong> : baseline(row.baseline),
    },
    figure("tradesPerEpisode", (value) => format.decimal(value, 3)),
    figure("avgHolding", (value) => format.decimal(value, 1)),
    figure("exposure", (value) => format.percent(value, 2)),
    figure("meanPosition", (value) => format.decimal(value, 4, true)),
    figure("turnover", (value) => format.decimal(value, 3)),
    figure("spreadPaid", (value) => format.percent(value, 2)),
    figure("meanSessionBps", (value) => bps(value)),
    figure("totalReturn", (value) => format.percent(value, 2, true)),
  ];
}
