"use client";

import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { FigureView } from "./figure-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useModels } from "../api/models";
import { type Rival, useGates } from "../api/performance";
import { KindBadge } from "./badges";
import { useBaselineName } from "./baseline-names";
import { useBps } from "./bps";
import { Interval } from "./interval";
import { Known } from "./known";

/** The model less each baseline: better, or not beyond doubt. */
export function RivalsCard() {
  const t = useTranslations("analytics.rivals");
  const gates = useGates();
  const row = useModels().data?.data.find(({ version }) => version === gates.data?.model.version);
  // What never traded is better than what lost, and shows nothing by it.
  const traded = row?.metrics?.trades !== 0;
  const baseline = useBaselineName();
  const bps = useBps();
  const columns: Column<Rival>[] = [
    { id: "name", header: t("baseline"), cell: ({ name }) => baseline(name), className: "font-medium" },
    {
      id: "advantage",
      header: t("advantage"),
      numeric: true,
      sortBy: ({ advantage_bps: mean }) => mean,
      className: "whitespace-nowrap",
      cell: ({ advantage_bps: mean, low_bps: low, high_bps: high }) => (
        <span className="flex flex-col items-end">
          <Known text={mean === null ? null : bps(mean)} reason={t("unknown")} />
          <span className="text-xs">
            <Interval ends={[low, high]} write={bps} />
          </span>
        </span>
      ),
    },
    { id: "beats", header: t("beats"), cell: ({ beats }) => <Beats beats={beats && traded} /> },
  ];
  return (
    <Card
      title={t("title")}
      hint={t("hint")}
      actions={gates.data !== undefined && <KindBadge kind={gates.data.data_kind} />}
    >
      <FigureView query={gates} skeleton={<SkeletonRows rows={7} />}>
        {({ rivals = [] }) => (
          <DataTable
            caption={t("title")}
            columns={columns}
            rows={rivals}
            rowId={({ name }) => name}
            empty={<EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>}
          />
        )}
      </FigureView>
    </Card>
  );
}

function Beats({ beats }: { beats: boolean }) {
  const t = useTranslations("analytics.rivals");
  const Icon = beats ? Check : Minus;
  return (
    <span
      className={`inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap ${beats ? "text-up" : "text-muted"}`}
    >
      <Icon aria-hidden className="size-3.5" />
      {t(beats ? "yes" : "no")}
    </span>
  );
}
