"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { type Cell, HeatMap } from "@/components/charts/heat-map";
import { HeatMapLegend } from "@/components/charts/heat-map-legend";
import { Card } from "@/components/ui/card";
import { Choice } from "@/components/ui/choice";
import { FigureView } from "./figure-view";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { useUrlState } from "@/lib/url/use-url-state";
import { type HeatCell, type HeatMap as Body, useHeatMap } from "../api/research";
import { useBps } from "./bps";
import {
  ENOUGH_SESSIONS,
  ENOUGH_TRADES,
  heatTable,
  isEnough,
  type Measure,
  scaleEnd,
  shadeOf,
  valueOf,
} from "./heat-cells";
import { HeatMapTable } from "./heat-map-table";
import { Sample } from "./known";
import { useWeekday } from "./weekdays";
import { useWidth } from "./use-width";

/** From this width on, in pixels, the twenty times of a session fit side by side. */
const WIDE = 900;

/** Mean return of the trades and mean exposure by weekday and quarter of an hour. The measure and the form live in the address. */
export function ReturnHeatMap() {
  const t = useTranslations("research.heat");
  const query = useHeatMap();
  const [params, write] = useUrlState();
  const measure: Measure = params.get("heat") === "exposure" ? "exposure" : "return";
  const asTable = params.get("heatAs") === "table";
  return (
    <Card
      title={t("title")}
      aria-label={t("title")}
      hint={query.data && <Sample about={query.data} />}
      actions={
        <>
          <Choice
            label={t("measure")}
            value={measure}
            options={[
              { value: "return", label: t("return") },
              { value: "exposure", label: t("exposure") },
            ]}
            onChange={(next) => write({ heat: next === "return" ? null : next })}
          />
          <Choice
            label={t("form")}
            value={asTable ? "table" : "map"}
            options={[
              { value: "map", label: t("map") },
              { value: "table", label: t("table") },
            ]}
            onChange={(next) => write({ heatAs: next === "map" ? null : next })}
          />
        </>
      }
    >
      <FigureView
        query={query}
        skeleton={<Skeleton className="h-72" />}
        empty={{
          when: (data) => data.data_points === 0,
          show: <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>,
        }}
      >
        {(data) => (asTable ? <HeatMapTable cells={data.cells} /> : <Map data={data} measure={measure} />)}
      </FigureView>
    </Card>
  );
}

function Map({ data, measure }: { data: Body; measure: Measure }) {
  const t = useTranslations("research.heat");
  const format = useFormat();
  const bps = useBps();
  const weekday = useWeekday();
  const spoken = useSpoken();
  const place = useRef<HTMLDivElement>(null);
  const wide = useWidth(place) >= WIDE;
  const table = heatTable(data.cells);
  const end = scaleEnd(data.cells, measure);
  const days = table.weekdays.map((name) => weekday(name));
  const shown = (day: number, start: number): Cell => {
    const cell = table.at(day, start);
    if (cell === null) return { text: "—", spoken: t("noCell"), shade: null, blank: true };
    const value = valueOf(cell, measure);
    return {
      text:
        measure === "return" ? format.decimal(value, 1, true) : format.percent(value, 0).replace(/\s/g, ""),
      spoken: spoken(cell, measure),
      shade: shadeOf(cell, measure, end),
      blank: value === null,
    };
  };
  const text = (value: number) => (measure === "return" ? bps(value, 1) : format.percent(value, 1));
  return (
    <div ref={place} className="flex flex-col gap-3">
      <HeatMap
        label={t(`${measure}Label`)}
        rows={wide ? days : table.starts}
        columns={wide ? table.starts : days}
        corner={wide ? t("weekday") : t("time")}
        cellAt={(row, column) => (wide ? shown(row, column) : shown(column, row))}
        prompt={t(`${measure}Prompt`)}
      />
      <HeatMapLegend
        kind={measure === "return" ? "diverging" : "sequential"}
        ends={end === 0 ? null : measure === "return" ? [text(-end), text(end)] : [text(0), text(end)]}
        hatched={
          measure === "return"
            ? t("hatchedTrades", { count: ENOUGH_TRADES })
            : t("hatchedSessions", { count: ENOUGH_SESSIONS })
        }
        blank={measure === "return" ? t("blankReturn") : t("blankExposure")}
        none={measure === "return" ? t("noScaleReturn") : t("noScaleExposure")}
      />
    </div>
  );
}

/** Everything about a cell in one sentence, with why it has no colour. */
function useSpoken() {
  const t = useTranslations("research.heat");
  const format = useFormat();
  const bps = useBps();
  const weekday = useWeekday();
  return (cell: HeatCell, measure: Measure): string => {
    const value = valueOf(cell, measure);
    const parts = [t("where", { weekday: weekday(cell.weekday, "long"), starts: cell.starts })];
    if (value === null) parts.push(measure === "return" ? t("noTrade") : t("noDecision"));
    else
      parts.push(
        measure === "return"
          ? t("mean", { bps: bps(value) })
          : t("held", { share: format.percent(value, 2) }),
      );
    parts.push(t("trades", { count: cell.trades }));
    parts.push(cell.sessions === undefined ? t("sessionsUnknown") : t("sessions", { count: cell.sessions }));
    if (value !== null && !isEnough(cell, measure)) parts.push(t("tooFew"));
    return parts.join(" · ");
  };
}
