"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Card } from "@/components/ui/card";
import { FigureView } from "./figure-view";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { type Equity, useEquity } from "../api/performance";
import { KindBadge } from "./badges";
import { useBaselineName } from "./baseline-names";
import { equityLines, farLines } from "./equity-lines";
import { Sample } from "./known";

const HEIGHT = 360;
const SeriesChart = dynamic(
  () => import("@/components/charts/series/series-chart").then((loaded) => loaded.SeriesChart),
  { ssr: false, loading: () => <Skeleton className="h-[30rem]" /> },
);

/** Equity and drawdown of the model beside its own at higher costs and beside every baseline, all from the same capital. */
export function EquityCard() {
  const t = useTranslations("analytics.equity");
  const equity = useEquity();
  return (
    <Card
      title={t("title")}
      hint={equity.data === undefined ? t("hint") : <Sample about={equity.data} />}
      actions={equity.data !== undefined && <KindBadge kind={equity.data.data_kind} />}
    >
      <FigureView
        query={equity}
        skeleton={<Skeleton className="h-[30rem]" />}
        empty={{
          when: (data) => data.sessions.length === 0,
          show: <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>,
        }}
      >
        {(data) => <Lines equity={data} />}
      </FigureView>
    </Card>
  );
}

function Lines({ equity }: { equity: Equity }) {
  const t = useTranslations("analytics.equity");
  const format = useFormat();
  const baseline = useBaselineName();
  const lines = useMemo(
    () =>
      equityLines(equity, {
        model: t("model", { version: equity.model.version }),
        costs: (multiple) => t("costs", { multiple }),
        baseline,
      }),
    [equity, t, baseline],
  );
  const start = useMemo(() => ({ value: 0, label: t("start") }), [t]);
  return (
    <>
      <SeriesChart
        // Another model or ledger has other lines: what was hidden there means nothing here.
        key={`${equity.model.version} ${equity.basis}`}
        label={t("chart")}
        days={equity.sessions}
        lines={lines}
        start={start}
        initiallyHidden={farLines(equity)}
        height={HEIGHT}
        format={(value) => format.percent(value, 2, true)}
      />
      <p className="mt-1 text-xs text-muted">
        {t("note")} {equity.baselines.length === 0 && t("noBaselines")}
      </p>
    </>
  );
}
