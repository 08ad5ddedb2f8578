"use client";

import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { LAYERS, type SessionRow, type Span } from "../../api/types";
import { spanOf } from "../backfill/span";
import { moved, scrollFor } from "./moving";

interface Given {
  box: RefObject<HTMLElement | null>;
  rows: readonly SessionRow[];
  /** Pixels of the box and of a row. */
  height: number;
  rowHeight: number;
  span: Span | null;
  onSpan: (span: Span | null) => void;
}

/** The one cell of a grid that has the focus: arrow keys move it, with shift they choose a range of sessions. */
export function useRoving({ box, rows, height, rowHeight, span, onSpan }: Given) {
  const [active, setActive] = useState<{ session: string; column: number } | null>(null);
  const [focusWanted, setFocusWanted] = useState(0);
  const anchor = useRef<string | null>(null);
  const row = rows.findIndex(({ session }) => session === active?.session);
  useEffect(() => {
    if (focusWanted === 0) return;
    box.current?.querySelector<HTMLElement>("[data-place][tabindex='0']")?.focus({ preventScroll: true });
  }, [box, focusWanted]);

  const go = (session: string, to: { row: number; column: number }) => {
    const scroll = scrollFor(to.row, box.current?.scrollTop ?? 0, height, rowHeight);
    if (scroll !== null) box.current?.scrollTo({ top: scroll });
    setActive({ session, column: to.column });
    setFocusWanted((count) => count + 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && span !== null) {
      anchor.current = null;
      return onSpan(null);
    }
    const from = { row: Math.max(row, 0), column: active?.column ?? 0 };
    const extent = {
      rows: rows.length,
      columns: LAYERS.length + 1,
      page: Math.floor(height / rowHeight) - 1,
    };
    const to = moved(from, event.key, extent, event.ctrlKey);
    const session = to === null ? undefined : rows[to.row]?.session;
    if (to === null || session === undefined) return;
    event.preventDefault();
    if (event.shiftKey) {
      anchor.current ??= rows[from.row]?.session ?? session;
      onSpan(spanOf(anchor.current, session));
    } else anchor.current = null;
    go(session, to);
  };
  const onFocus = useCallback((session: string, column: number) => setActive({ session, column }), []);
  /** Chooses one session, or with `extend` all from the one chosen before. */
  const choose = useCallback(
    (session: string, extend: boolean) => {
      if (!extend || anchor.current === null) anchor.current = session;
      onSpan(spanOf(anchor.current, session));
    },
    [onSpan],
  );
  return { row, column: active?.column ?? 0, onKeyDown, onFocus, choose };
}
