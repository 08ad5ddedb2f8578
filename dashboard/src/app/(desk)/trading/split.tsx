"use client";

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { usePreferences } from "@/lib/preferences/store";

interface Props {
  /** Name under which the share is kept. */
  place: string;
  label: string;
  upper: ReactNode;
  lower: ReactNode;
  className?: string;
}

const DEFAULT = 66;
const LEAST = 35;
const MOST = 85;
const STEP = 2;

/** Two panels, one over the other; the bar between them is dragged, or moved with the arrow keys. */
export function Split({ place, label, upper, lower, className }: Props) {
  const whole = useRef<HTMLDivElement>(null);
  const share = usePreferences(({ layout }) => layout[place]) ?? DEFAULT;
  const keep = (next: number) =>
    usePreferences.getState().setLayout(place, Math.round(Math.min(MOST, Math.max(LEAST, next))));
  const dragged = (event: PointerEvent<HTMLDivElement>) => {
    const box = whole.current?.getBoundingClientRect();
    if (box && event.currentTarget.hasPointerCapture(event.pointerId))
      keep(((event.clientY - box.top) / box.height) * 100);
  };
  const pressed = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowUp: share - STEP,
      ArrowDown: share + STEP,
      Home: LEAST,
      End: MOST,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    keep(next);
  };
  return (
    <div ref={whole} className={cn("flex min-w-0 flex-col", className)}>
      <div className="flex min-h-0 flex-col" style={{ flex: `${share} 1 0` }}>
        {upper}
      </div>
      <div
        role="slider"
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={share}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        tabIndex={0}
        onKeyDown={pressed}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={dragged}
        className="group flex h-3 shrink-0 cursor-row-resize touch-none items-center justify-center"
      >
        <span className="h-1 w-12 rounded-full bg-line group-hover:bg-faint" />
      </div>
      <div className="flex min-h-0 flex-col" style={{ flex: `${100 - share} 1 0` }}>
        {lower}
      </div>
    </div>
  );
}
