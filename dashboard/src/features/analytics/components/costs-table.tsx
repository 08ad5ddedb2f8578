"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { type ModelRow, useModels } from "../api/models";
import { useGates } from "../api/performance";
import { KindBadge } from "./badges";
import { useBps } from "./bps";
import { Known } from "./known";

interface Row {
  readonly multiple: string;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** The same fills at once, twice and three times their costs: an edge that thin costs carry is none. */
export function CostsCard() {
  const t = useTranslations("analytics.costs");
  const models = useModels();
  const version = useGates().data?.model.version;
  return (
    <Card
      title={t("title")}
      hint={t("hint")}
      actions={models.data !== undefined && <KindBadge kind={models.data.data_kind} />}
    >
      <QueryView query={models} skeleton={<SkeletonRows rows={3} />}>
        {({ data }) => <CostsTable model={data.find((row) => row.version === version)} />}
      </QueryView>
    </Card>
  );
}

function CostsTable({ model }: { model: ModelRow | undefined }) {
  const t = useTranslations("analytics.costs");
  const format = useFormat();
  const bps = useBps();
  const rows: Row[] = Object.entries(model?.costs ?? {})
    .map(([name, metrics]) => ({ multiple: name.replace("x", "× "), metrics }))
    .sort((one, other) => one.multiple.localeCompare(other.multiple));
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
      rowId={({ multiple }) => multiple}
      empty={<EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>}
      columns={[
        { id: "multiple", header: t("multiple"), cell: ({ multiple }) => multiple, className: "font-medium" },
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
