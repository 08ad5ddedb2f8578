"use client";

import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { moved, type Place } from "./heat-map-keys";
import { background, type Shade } from "./heat-map-scale";

export interface Cell {
  /** What stands in the cell; short. */
  text: string;
  /** Everything about it, as it is read out and written below the map. */
  spoken: string;
  /** Null: it rests on too little for a colour, and the cell is hatched. */
  shade: Shade | null;
  /** Nothing was measured there: the cell is empty. */
  blank?: boolean;
}

interface Props {
  label: string;
  /** Names of the rows, above them their common name. */
  rows: readonly string[];
  columns: readonly string[];
  corner: string;
  cellAt: (row: number, column: number) => Cell;
  /** Written below until a cell is pointed at. */
  prompt: ReactNode;
  className?: string;
}

/** Diagonal lines over what is not known well enough; of the theme's own colours. */
export const HATCH =
  "bg-[repeating-linear-gradient(135deg,color-mix(in_oklab,var(--faint)_45%,transparent)_0_1px,transparent_1px_5px)] bg-raised";

/** A table of coloured figures: arrow keys, Home, End and the page keys move, the line below tells all of a cell. */
export function HeatMap({ label, rows, columns, corner, cellAt, prompt, className }: Props) {
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const [told, setTold] = useState<Place | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const current = { row: Math.min(at.row, rows.length - 1), column: Math.min(at.column, columns.length - 1) };
  const tell = (place: Place) => setTold(place);

  function onKeyDown(event: KeyboardEvent) {
    const next = moved(current, event.key, rows.length, columns.length, event.ctrlKey);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    grid.current?.querySelector<HTMLElement>(`[data-place="${next.row}-${next.column}"]`)?.focus();
  }

  const shown = told !== null && told.row < rows.length && told.column < columns.length ? told : null;
  return (
    <div className={cn("flex min-w-0 flex-col gap-2", className)}>
      <div
        ref={grid}
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        onKeyDown={onKeyDown}
        onMouseLeave={() => setTold(null)}
        className="grid gap-px overflow-x-auto p-0.5"
        style={{ gridTemplateColumns: `max-content repeat(${columns.length}, minmax(2.375rem, 1fr))` }}
      >
        <div role="row" className="contents">
          <span role="columnheader" className="px-1 pb-1 text-2xs text-muted">
            {corner}
          </span>
          {columns.map((column) => (
            <span
              key={column}
              role="columnheader"
              className="pb-1 text-center text-2xs text-muted tabular-nums"
            >
              {column}
            </span>
          ))}
        </div>
        {rows.map((name, row) => (
          <div key={name} role="row" className="contents">
            <span
              role="rowheader"
              className="flex items-center pr-2 pl-1 text-2xs whitespace-nowrap text-muted tabular-nums"
            >
              {name}
            </span>
            {columns.map((column, index) => (
              <Square
                key={column}
                cell={cellAt(row, index)}
                place={{ row, column: index }}
                focusable={row === current.row && index === current.column}
                onPoint={tell}
                onFocus={(place) => {
                  setAt(place);
                  setTold(place);
                }}
              />
            ))}
          </div>
        ))}
      </div>
      <p className="min-h-14 text-xs text-muted sm:min-h-9 lg:min-h-5">
        {shown === null ? prompt : cellAt(shown.row, shown.column).spoken}
      </p>
    </div>
  );
}

interface SquareProps {
  cell: Cell;
  place: Place;
  focusable: boolean;
  onPoint: (place: Place) => void;
  onFocus: (place: Place) => void;
}

function Square({ cell, place, focusable, onPoint, onFocus }: SquareProps) {
  return (
    <div
      role="gridcell"
      tabIndex={focusable ? 0 : -1}
      data-place={`${place.row}-${place.column}`}
      aria-label={cell.spoken}
      onMouseEnter={() => onPoint(place)}
      onFocus={() => onFocus(place)}
      className={cn(
        "flex h-7 items-center justify-center rounded-xs text-2xs tabular-nums",
        cell.blank === true
          ? "border border-line/70 text-muted"
          : cell.shade === null
            ? `${HATCH} text-text`
            : "bg-raised text-text",
      )}
      style={{ background: cell.shade === null ? undefined : background(cell.shade) }}
    >
      {cell.text}
    </div>
  );
}
