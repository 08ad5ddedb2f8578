"use client";

import { useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/ui/data-table";
import { useFormat } from "@/lib/format/use-format";
import type { HeatCell } from "../api/research";
import { useBps } from "./bps";
import { Known } from "./known";
import { useWeekday } from "./weekdays";

/** The heat map's cells as rows, both measures beside each other, sortable. */
export function HeatMapTable({ cells }: { cells: readonly HeatCell[] }) {
  const t = useTranslations("research.heat");
  const format = useFormat();
  const bps = useBps();
  const weekday = useWeekday();
  const order = [...new Set(cells.map((cell) => cell.weekday))];
  const columns: Column<HeatCell>[] = [
    {
      id: "weekday",
      header: t("weekday"),
      cell: (cell) => weekday(cell.weekday, "long"),
      sortBy: (cell) => order.indexOf(cell.weekday),
    },
    { id: "starts", header: t("time"), cell: (cell) => cell.starts, sortBy: (cell) => cell.starts },
    {
      id: "bps",
      header: t("returnColumn"),
      cell: (cell) => <Known text={cell.bps === null ? null : bps(cell.bps)} reason={t("noTrade")} />,
      sortBy: (cell) => cell.bps,
      numeric: true,
    },
    {
      id: "trades",
      header: t("tradesColumn"),
      cell: (cell) => format.integer(cell.trades),
      sortBy: (cell) => cell.trades,
      numeric: true,
    },
    {
      id: "exposure",
      header: t("exposureColumn"),
      cell: (cell) => (
        <Known
          text={cell.exposure === null ? null : format.percent(cell.exposure, 2)}
          reason={t("noDecision")}
        />
      ),
      sortBy: (cell) => cell.exposure,
      numeric: true,
    },
    {
      id: "sessions",
      header: t("sessionsColumn"),
      cell: (cell) => (
        <Known
          text={cell.sessions === undefined ? null : format.integer(cell.sessions)}
          reason={t("sessionsUnknown")}
        />
      ),
      sortBy: (cell) => cell.sessions ?? null,
      numeric: true,
    },
  ];
  return (
    <DataTable
      caption={t("tableCaption")}
      columns={columns}
      rows={cells}
      rowId={(cell) => `${cell.weekday} ${cell.starts}`}
      className="max-h-96 overflow-y-auto"
    />
  );
}
