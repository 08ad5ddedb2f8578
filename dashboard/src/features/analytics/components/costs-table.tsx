"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { type Equity, useEquity } from "../api/performance";
import { KindBadge } from "./badges";
import { useBps } from "./bps";
import { FigureView } from "./figure-view";
import { Known, Sample } from "./known";

type Row = Equity["costs"][number];

/** The same fills at once, twice and three times their costs: an edge that thin costs carry is none. */
export function CostsCard() {
  const t = useTranslations("analytics.costs");
  const equity = useEquity();
  return (
    <Card
      title={t("title")}
      hint={
        equity.data === undefined ? (
          t("hint")
        ) : (
          <>
            {t("hint")} · <Sample about={equity.data} />
          </>
        )
      }
      actions={equity.data !== undefined && <KindBadge kind={equity.data.data_kind} />}
    >
      <FigureView query={equity} skeleton={<SkeletonRows rows={3} />}>
        {({ costs, sessions }) => <CostsTable rows={sessions.length === 0 ? [] : costs} />}
      </FigureView>
    </Card>
  );
}

function CostsTable({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("analytics.costs");
  const format = useFormat();
  const bps = useBps();
  const figure = (name: string, write: (value: number) => string): Column<Row> => ({
    id: name,
    header: t(name),
    numeric: true,
    className: "whitespace-nowrap",
    cell: ({ metrics }) => {
      const value = metrics[name];
      return <Known text={typeof value === "number" ? write(value) : null} reason={t("unknown")} />;
    },
  });
  return (
    <DataTable
      caption={t("title")}
      rows={rows}
      rowId={({ name }) => name}
      empty={<EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>}
      columns={[
        {
          id: "multiple",
          header: t("multiple"),
          cell: ({ name }) => name.replace(/^costs x/, "× "),
          className: "font-medium",
        },
        figure("total_return", (value) => format.percent(value, 2, true)),
        figure("mean_session_bps", (value) => bps(value)),
        figure("sharpe", (value) => format.decimal(value)),
        figure("profit_factor", (value) => format.decimal(value)),
        figure("win_rate", (value) => format.percent(value)),
        figure("max_drawdown", (value) => format.percent(value, 2)),
      ]}
    />
  );
}
