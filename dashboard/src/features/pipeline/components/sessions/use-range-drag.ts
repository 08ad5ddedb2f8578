"use client";

import { type PointerEvent, type RefObject, useEffect, useState } from "react";
import type { Span } from "../../api/types";
import { spanOf } from "../backfill/span";

const EDGE_PX = 24;
const SCROLL_PX = 30;

/** Drags a range over rows that carry `data-session`. A finger scrolls instead; it chooses by tapping. */
export function useRangeDrag(box: RefObject<HTMLElement | null>, onSpan: (span: Span) => void) {
  const [drag, setDrag] = useState<{ anchor: string; end: string } | null>(null);
  useEffect(() => {
    if (drag === null) return;
    const moved = (event: globalThis.PointerEvent) => {
      const element = box.current;
      if (element === null) return;
      const { top, bottom, left } = element.getBoundingClientRect();
      if (event.clientY > bottom - EDGE_PX) element.scrollTop += SCROLL_PX;
      if (event.clientY < top + EDGE_PX) element.scrollTop -= SCROLL_PX;
      const y = Math.min(Math.max(event.clientY, top + 1), bottom - 1);
      const row = document.elementFromPoint(left + 4, y)?.closest<HTMLElement>("[data-session]");
      const end = row?.dataset["session"];
      if (end !== undefined && end !== drag.end) setDrag({ anchor: drag.anchor, end });
    };
    const done = () => {
      setDrag(null);
      onSpan(spanOf(drag.anchor, drag.end));
    };
    const cancelled = () => setDrag(null);
    window.addEventListener("pointermove", moved);
    window.addEventListener("pointerup", done);
    window.addEventListener("pointercancel", cancelled);
    return () => {
      window.removeEventListener("pointermove", moved);
      window.removeEventListener("pointerup", done);
      window.removeEventListener("pointercancel", cancelled);
    };
  }, [box, drag, onSpan]);
  const begin = (event: PointerEvent, session: string) => {
    if (event.button === 0 && event.pointerType !== "touch") setDrag({ anchor: session, end: session });
  };
  return { begin, span: drag === null ? null : spanOf(drag.anchor, drag.end) };
}
