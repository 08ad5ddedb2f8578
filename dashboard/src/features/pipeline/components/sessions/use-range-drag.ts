"use client";

import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { Span } from "../../api/types";
import { spanOf } from "../backfill/span";

const EDGE_PX = 24;
const SCROLL_PX = 30;
/** A finger that rests so long wants to choose; one that moves before wants to scroll. */
const HOLD_MS = 400;
const STILL_PX = 8;

/** Drags a range over rows that carry `data-session`. A finger first rests on a row: until then it scrolls. */
export function useRangeDrag(box: RefObject<HTMLElement | null>, onSpan: (span: Span) => void) {
  const [drag, setDrag] = useState<{ anchor: string; end: string } | null>(null);
  const isDragged = useRef(false);
  useEffect(() => {
    isDragged.current = drag !== null;
  }, [drag]);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    // What is dragged must not scroll as well; only a listener that is not passive can say so.
    const hold = (event: TouchEvent) => {
      if (isDragged.current && event.cancelable) event.preventDefault();
    };
    element.addEventListener("touchmove", hold, { passive: false });
    return () => element.removeEventListener("touchmove", hold);
  }, [box]);
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
    if (event.button !== 0) return;
    const start = () => setDrag({ anchor: session, end: session });
    if (event.pointerType === "touch") afterRest(event, start);
    else start();
  };
  return { begin, span: drag === null ? null : spanOf(drag.anchor, drag.end) };
}

/** Calls `start` once the finger has rested, and keeps its row drawn: without it the finger would be lost. */
function afterRest({ clientX, clientY, currentTarget }: PointerEvent, start: () => void): void {
  const over = new AbortController();
  const { signal } = over;
  const timer = setTimeout(() => {
    over.abort();
    if (currentTarget instanceof HTMLElement) currentTarget.focus({ preventScroll: true });
    start();
  }, HOLD_MS);
  signal.addEventListener("abort", () => clearTimeout(timer));
  const moved = (event: globalThis.PointerEvent) => {
    if (Math.hypot(event.clientX - clientX, event.clientY - clientY) > STILL_PX) over.abort();
  };
  window.addEventListener("pointermove", moved, { signal });
  window.addEventListener("pointerup", () => over.abort(), { signal });
  window.addEventListener("pointercancel", () => over.abort(), { signal });
}
