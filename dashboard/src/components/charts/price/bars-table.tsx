"use client";

import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import type { Slot } from "./slots";

/** The newest places as a table, the newest first: what the chart shows, for those who do not see it. */
export function BarsTable({ slots, count = 60 }: { slots: readonly Slot[]; count?: number }) {
  const t = useTranslations("market.chart");
  const format = useFormat();
  const price = (key: "open" | "high" | "low" | "close") => ({
    id: key,
    header: t(key),
    numeric: true,
    cell: ({ bar }: Slot) => format.price(bar?.[key]),
  });
  return (
    <DataTable
      caption={t("tableCaption")}
      rows={slots.slice(-count).toReversed()}
      rowId={({ time }) => String(time)}
      columns={[
        {
          id: "time",
          header: t("time"),
          cell: ({ time }) => <Time at={time} />,
          className: "whitespace-nowrap",
        },
        price("open"),
        price("high"),
        price("low"),
        price("close"),
        { id: "rsi", header: "RSI", numeric: true, cell: ({ bar }) => format.decimal(bar?.rsi, 1) },
        {
          id: "state",
          header: t("stateTitle"),
          cell: ({ bar, reason }) =>
            bar === null ? t(`reason.${reason ?? "unknown"}`) : t(`state.${bar.state}`),
        },
      ]}
    />
  );
}
