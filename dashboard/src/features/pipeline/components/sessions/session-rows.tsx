"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { LAYERS, type Layer, type SessionRow, type Span } from "../../api/types";
import { isIn } from "../backfill/span";
import { drawnRows } from "./moving";
import { COLUMNS, ROW_PX, SessionLine } from "./session-line";
import { useRangeDrag } from "./use-range-drag";
import { useRoving } from "./use-roving";

interface Props {
  /** The newest first. */
  rows: readonly SessionRow[];
  /** Range chosen for a backfill. */
  span: Span | null;
  onSpan: (span: Span | null) => void;
  onCell: (session: string, layer: Layer) => void;
  /** The last rows are near: further back is wanted. */
  onNearEnd: () => void;
  /** The first session in sight. */
  onTop: (session: string) => void;
  /** The row to scroll to; a new object scrolls anew. */
  goTo: { index: number } | null;
}

const HEIGHT = 16 * ROW_PX;
const NEAR = 30;

/** The rows of the grid, of which only those in sight are drawn. One tab stop; arrow keys walk, shift chooses. */
export function SessionRows({ rows, span, onSpan, onCell, onNearEnd, onTop, goTo }: Props) {
  const t = useTranslations("pipeline.sessions");
  const box = useRef<HTMLDivElement>(null);
  const scrollTop = useScroll(box, goTo);
  const drag = useRangeDrag(box, onSpan);
  const roving = useRoving({ box, rows, height: HEIGHT, rowHeight: ROW_PX, span, onSpan });
  const { choose } = roving;
  const drawn = drawnRows(scrollTop, HEIGHT, ROW_PX, rows.length);
  const chosen = drag.span ?? span;
  const top = rows[Math.floor(scrollTop / ROW_PX)]?.session;
  useEffect(() => {
    if (drawn.to > rows.length - NEAR) onNearEnd();
  }, [drawn.to, rows.length, onNearEnd]);
  useEffect(() => {
    if (top !== undefined) onTop(top);
  }, [top, onTop]);
  const opened = useCallback((row: SessionRow, layer: Layer) => onCell(row.session, layer), [onCell]);
  const picked = useCallback((row: SessionRow, extend: boolean) => choose(row.session, extend), [choose]);
  const tabStop = roving.row >= 0 ? roving.row : drawn.from;
  return (
    <div
      role="grid"
      aria-label={t("grid")}
      aria-rowcount={rows.length + 1}
      aria-multiselectable
      onKeyDown={roving.onKeyDown}
      tabIndex={-1}
    >
      <HeaderRow />
      <div
        ref={box}
        role="rowgroup"
        style={{ height: HEIGHT }}
        className="overflow-y-auto overscroll-contain"
      >
        <div role="presentation" className="relative" style={{ height: rows.length * ROW_PX }}>
          {indicesOf(drawn, roving.row).map((index) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <SessionLine
                key={row.session}
                row={row}
                index={index}
                isChosen={isIn(chosen, row.session)}
                active={index === tabStop ? roving.column : null}
                onCell={opened}
                onChoose={picked}
                onDragStart={drag.begin}
                onFocus={roving.onFocus}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Rows in sight, and the one that has the focus, which would be lost if it were not drawn. */
function indicesOf({ from, to }: { from: number; to: number }, focused: number): number[] {
  const indices = Array.from({ length: to - from }, (_, index) => from + index);
  return focused >= 0 && (focused < from || focused >= to) ? [...indices, focused] : indices;
}

function useScroll(box: React.RefObject<HTMLElement | null>, goTo: { index: number } | null): number {
  const [scrollTop, setScrollTop] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const scrolled = () => setScrollTop(element.scrollTop);
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => element.removeEventListener("scroll", scrolled);
  }, [box]);
  useEffect(() => {
    if (goTo !== null) box.current?.scrollTo({ top: goTo.index * ROW_PX });
  }, [box, goTo]);
  return scrollTop;
}

function HeaderRow() {
  const t = useTranslations("pipeline.sessions");
  return (
    <div role="rowgroup">
      <div
        role="row"
        aria-rowindex={1}
        className={`${COLUMNS} border-b border-line px-1 pb-1 text-center text-xs text-muted`}
      >
        <span role="columnheader" className="px-1.5 text-left">
          {t("session")}
        </span>
        <span role="columnheader">
          <span className="max-sm:sr-only">{t("grade")}</span>
        </span>
        {LAYERS.map((layer) => (
          <span key={layer} role="columnheader">
            {layer}
          </span>
        ))}
        <span role="columnheader" className="hidden pr-1 text-right sm:block">
          {t("bars")}
        </span>
      </div>
    </div>
  );
}
