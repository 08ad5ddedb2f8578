"use client";

import { useTranslations } from "next-intl";
import { Histogram } from "@/components/charts/histogram";
import { type Bin, binsOf } from "@/components/charts/histogram-bins";
import { BarRows } from "@/components/charts/histogram-rows";
import { Card } from "@/components/ui/card";
import { FigureView } from "./figure-view";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat, toneOf } from "@/components/ui/stat";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { type TradeDistribution as Body, useTradeDistribution } from "../api/research";
import { useBps } from "./bps";
import { Known, Sample, useReason } from "./known";
import { useWeekday } from "./weekdays";

/** The hours in Bogotá in which a session's bars begin. */
const SESSION_HOURS = [8, 9, 10, 11, 12];

/** How trades ended: net P&L in basis points of the session's capital, and when they were entered. */
export function TradeDistribution() {
  const t = useTranslations("research.distribution");
  const query = useTradeDistribution();
  return (
    <Card title={t("title")} aria-label={t("title")} hint={query.data && <Sample about={query.data} />}>
      <FigureView
        query={query}
        skeleton={<Skeleton className="h-96" />}
        empty={{
          when: (data) => data.trades === 0,
          show: <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>,
        }}
      >
        {(data) => (
          <div className="flex flex-col gap-4">
            <Ends data={data} />
            <Bars data={data} />
            <When data={data} />
          </div>
        )}
      </FigureView>
    </Card>
  );
}

function Ends({ data }: { data: Body }) {
  const t = useTranslations("research.distribution");
  const format = useFormat();
  const bps = useBps();
  const why = useReason();
  const figure = (name: "median_bps" | "mean_bps" | "best_bps" | "worst_bps") => {
    const value = data[name] ?? null;
    return (
      <Stat
        label={t(name)}
        tone={toneOf(value)}
        value={<Known text={value === null ? null : bps(value)} reason={why(data.reasons, name)} />}
      />
    );
  };
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-5">
      <Stat
        label={t("trades")}
        value={format.integer(data.trades)}
        note={data.winners === undefined ? undefined : t("winners", { count: data.winners })}
      />
      {figure("median_bps")}
      {figure("mean_bps")}
      {figure("best_bps")}
      {figure("worst_bps")}
    </dl>
  );
}

function Bars({ data }: { data: Body }) {
  const t = useTranslations("research.distribution");
  const format = useFormat();
  const bps = useBps();
  const bins = binsOf(data.edges_bps, data.counts);
  const spoken = ({ low, high, count, open }: Bin) => {
    const range =
      open === "below"
        ? t("below", { high: bps(high) })
        : open === "above"
          ? t("above", { low: bps(low) })
          : t("between", { low: format.decimal(low, 2, true), high: bps(high) });
    return `${range}: ${t("count", { count })}`;
  };
  const median = data.median_bps ?? null;
  return (
    <Histogram
      label={t("label")}
      bins={bins}
      spoken={spoken}
      tick={(value) => bps(value, 1)}
      unit="bps"
      mark={median === null ? null : { value: median, name: t("medianMark", { bps: bps(median) }) }}
      prompt={t("prompt")}
    />
  );
}

function When({ data }: { data: Body }) {
  const t = useTranslations("research.distribution");
  const format = useFormat();
  const weekday = useWeekday();
  // An hour of the session that is not named had no trade.
  const hours = [...new Set([...SESSION_HOURS, ...Object.keys(data.by_hour).map(Number)])].sort(
    (one, other) => one - other,
  );
  return (
    <div className="grid items-start gap-6 sm:grid-cols-2">
      <BarRows
        label={t("byHour")}
        rows={hours.map((hour) => {
          const count = data.by_hour[String(hour)] ?? 0;
          return { name: `${String(hour).padStart(2, "0")}:00`, value: count, text: format.integer(count) };
        })}
      />
      <BarRows
        label={t("byWeekday")}
        rows={Object.entries(data.by_weekday).map(([name, count]) => ({
          name: weekday(name, "long"),
          value: count,
          text: format.integer(count),
        }))}
      />
    </div>
  );
}
