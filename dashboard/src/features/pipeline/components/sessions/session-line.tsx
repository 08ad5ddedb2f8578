"use client";

import { useTranslations } from "next-intl";
import { memo, type PointerEvent } from "react";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import type { Layer, SessionRow } from "../../api/types";
import { type CellColour, LOOKS, lookOf } from "./cell-look";

/** The session, its grade, seven layers, and on wider screens its bars. */
export const COLUMNS =
  "grid grid-cols-[minmax(6.75rem,1.3fr)_1.5rem_repeat(7,minmax(1.35rem,1fr))] gap-x-1 sm:grid-cols-[minmax(8.5rem,1.3fr)_2.5rem_repeat(7,minmax(2rem,1fr))_minmax(6.5rem,0.9fr)]";
export const ROW_PX = 30;

export const COLOURS: Record<CellColour, string> = {
  green: "bg-up-soft text-up",
  amber: "bg-warn-soft text-warn",
  red: "bg-down text-on-down",
  grey: "bg-raised text-muted",
};

interface Props {
  row: SessionRow;
  index: number;
  isChosen: boolean;
  /** Column that takes part in the tab order; null: none of this row. */
  active: number | null;
  onCell: (row: SessionRow, layer: Layer) => void;
  onChoose: (row: SessionRow, extend: boolean) => void;
  onDragStart: (event: PointerEvent, session: string) => void;
  onFocus: (session: string, column: number) => void;
}

/** One session against the layers. */
export const SessionLine = memo(function SessionLine(props: Props) {
  const { row, index, isChosen, active, onCell, onChoose, onDragStart, onFocus } = props;
  const t = useTranslations("pipeline.sessions");
  const format = useFormat();
  const day = `${format.day(row.session)} ${row.session.slice(0, 4)}`;
  const verdict = row.grade === null ? t("noGrade") : t("gradeIs", { grade: row.grade });
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      data-session={row.session}
      style={{ top: index * ROW_PX, height: ROW_PX }}
      className={cn(COLUMNS, "absolute inset-x-0 items-center px-1", isChosen && "bg-accent-soft")}
    >
      <button
        type="button"
        role="rowheader"
        data-place={`${row.session}:0`}
        tabIndex={active === 0 ? 0 : -1}
        aria-label={t("rowLabel", { day, verdict })}
        onClick={(event) => onChoose(row, event.shiftKey)}
        onPointerDown={(event) => onDragStart(event, row.session)}
        onFocus={() => onFocus(row.session, 0)}
        className={cn(
          "h-6.5 truncate rounded px-1.5 text-left text-xs tabular-nums select-none hover:bg-hover",
          isChosen && "font-semibold text-accent",
        )}
      >
        {format.day(row.session)}
        <span className="ml-1 hidden text-muted sm:inline">{row.session.slice(0, 4)}</span>
      </button>
      <span role="gridcell" className="text-center text-xs font-semibold text-muted">
        {row.grade ?? "—"}
      </span>
      {row.layers.map((cell, column) => {
        const look = lookOf(cell, row);
        const rows = cell.records === null ? t("noRows") : t("rows", { rows: format.integer(cell.records) });
        return (
          <button
            key={cell.layer}
            type="button"
            role="gridcell"
            data-place={`${row.session}:${column + 1}`}
            tabIndex={active === column + 1 ? 0 : -1}
            aria-label={t("cellLabel", { day, layer: cell.layer, look: t(`look.${look}`), rows })}
            onClick={() => onCell(row, cell.layer)}
            onFocus={() => onFocus(row.session, column + 1)}
            className={cn(
              "h-6 rounded text-xs font-semibold transition-opacity hover:opacity-75",
              COLOURS[LOOKS[look].colour],
            )}
          >
            {LOOKS[look].sign}
          </button>
        );
      })}
      <span
        role="gridcell"
        className="hidden truncate pr-1 text-right text-xs text-muted tabular-nums sm:block"
      >
        {row.bars === null ? (row.closed_because ?? "—") : `${row.bars} / ${row.expected_bars ?? "—"}`}
      </span>
    </div>
  );
});
