"use client";

import { LineChart, Table2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/lib/format/use-format";
import { Canvas } from "./canvas";
import { Legend } from "./legend";
import {
  lowerAt,
  type Place,
  placeAfter,
  placesOf,
  type SeriesLine,
  type SeriesStart,
  valuesAt,
} from "./lines";
import { SeriesTable } from "./series-table";

interface Props {
  /** What the chart shows, for those who hear it. */
  label: string;
  /** Session days, ascending, as `2025-06-13`; nights, weekends and holidays take no room. */
  days: readonly string[];
  lines: readonly SeriesLine[];
  /** How values are written, on the axis and in the legend. */
  format: (value: number | null) => string;
  /** A value that all lines begin with, before the first session. */
  start?: SeriesStart;
  /** Lines that are hidden until they are switched on, by id. */
  initiallyHidden?: readonly string[];
  /** Logarithmic: as far up for doubling as for doubling again. */
  scale?: "linear" | "logarithmic";
  /** In pixels; reserved before anything is drawn. */
  height?: number;
  /** Told of the session that was clicked, or chosen with Enter. */
  onSelect?: (day: string) => void;
}

/** Lines over session days, with a legend that switches them and follows the crosshair, and a table of the same figures. */
export function SeriesChart({
  label,
  days,
  lines,
  format,
  start,
  initiallyHidden = [],
  scale = "linear",
  height = 280,
  onSelect,
}: Props) {
  const t = useTranslations("common.series");
  const words = useFormat();
  const keys = useId();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(initiallyHidden));
  const [hovered, setHovered] = useState<number | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [drawable, setDrawable] = useState(true);
  const places = useMemo(() => placesOf(days, start), [days, start]);
  const values = useMemo(() => lines.map((line) => valuesAt(line, start)), [lines, start]);
  const lower = useMemo(() => lines.map((line) => lowerAt(line, start)), [lines, start]);
  const shown = useMemo(() => lines.filter(({ id }) => !hidden.has(id)), [lines, hidden]);

  const nameOf = (place: Place) =>
    place.isStart ? (start?.label ?? "") : `${words.day(place.day)} ${place.day.slice(0, 4)}`;
  const write = (line: SeriesLine, value: number | null) => (line.format ?? format)(value);
  const lowerText = (line: SeriesLine, value: number | null | undefined) =>
    value === undefined ? null : write(line, value);
  const here = Math.min(hovered ?? cursor ?? places.length - 1, places.length - 1);
  const place = places[here];
  const entries = lines.map((line, index) => ({
    line,
    shown: !hidden.has(line.id),
    value: write(line, values[index]?.[here] ?? null),
    lower: lowerText(line, lower[index]?.[here]),
  }));
  const choose = (index: number) => {
    const chosen = places[index];
    if (chosen !== undefined && !chosen.isStart) onSelect?.(chosen.day);
  };
  const moved = (event: KeyboardEvent) => {
    if (event.key === "Enter") return choose(here);
    const to = placeAfter(event.key, here, places.length);
    if (to === null) return;
    event.preventDefault();
    setHovered(null);
    setCursor(to);
  };
  const spoken = entries
    .filter((one) => one.shown)
    .map((one) => [one.line.label, one.value, one.lower].join(" "));
  return (
    <div className="min-w-0">
      <Legend
        chart={label}
        place={place === undefined ? "" : nameOf(place)}
        entries={entries}
        onToggle={(id) => setHidden(toggled(hidden, id))}
        onAll={(all) => setHidden(new Set(all ? [] : lines.map(({ id }) => id)))}
      />
      <div className="relative" style={{ height }}>
        {asTable || !drawable ? (
          <SeriesTable
            caption={label}
            places={places}
            lines={lines}
            values={values}
            nameOf={nameOf}
            write={write}
          />
        ) : (
          <div
            role="slider"
            tabIndex={0}
            aria-label={label}
            aria-describedby={keys}
            aria-valuemin={0}
            aria-valuemax={Math.max(0, places.length - 1)}
            aria-valuenow={Math.max(0, here)}
            aria-valuetext={`${place === undefined ? "" : nameOf(place)}: ${spoken.join("; ")}`}
            onKeyDown={moved}
            onBlur={() => setCursor(null)}
            className="h-full rounded"
          >
            <p id={keys} className="sr-only">
              {t("keys")}
            </p>
            <Canvas
              places={places}
              lines={shown}
              start={start}
              at={cursor}
              scale={scale}
              format={format}
              onHover={setHovered}
              onChoose={choose}
              onFailure={() => setDrawable(false)}
            />
          </div>
        )}
      </div>
      <Foot drawable={drawable} asTable={asTable} onTable={setAsTable} />
    </div>
  );
}

interface FootProps {
  drawable: boolean;
  asTable: boolean;
  onTable: (asTable: boolean) => void;
}

/** What it is drawn with, and the way to the table and back. */
function Foot({ drawable, asTable, onTable }: FootProps) {
  const t = useTranslations("common.series");
  if (!drawable) return <p className="mt-1 text-xs text-muted">{t("cannotDraw")}</p>;
  return (
    <div className="mt-1 flex items-center justify-end gap-2">
      {!asTable && (
        <a
          href="https://www.tradingview.com/"
          target="_blank"
          rel="noreferrer"
          className="mr-auto rounded text-2xs text-muted hover:text-text"
        >
          {t("drawnWith")}
        </a>
      )}
      <Button size="sm" variant="ghost" aria-pressed={asTable} onClick={() => onTable(!asTable)}>
        {asTable ? <LineChart aria-hidden /> : <Table2 aria-hidden />}
        {t(asTable ? "asChart" : "asTable")}
      </Button>
    </div>
  );
}

function toggled(hidden: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(hidden);
  if (!next.delete(id)) next.add(id);
  return next;
}
