"use client";

import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { along, type Bin } from "./histogram-bins";
import { moved } from "./heat-map-keys";

interface Props {
  label: string;
  bins: readonly Bin[];
  /** All about a bin in words, read out and written below. */
  spoken: (bin: Bin) => string;
  /** What stands below the axis at a value. */
  tick: (value: number) => string;
  /** A value to mark on the axis, with its name; null where there is none. */
  mark: { value: number; name: string } | null;
  /** Written below until a bin is pointed at. */
  prompt: ReactNode;
  unit: string;
}

/** Counts by size, losses left of zero and gains right of it. Arrow keys go from bar to bar. */
export function Histogram({ label, bins, spoken, tick, mark, prompt, unit }: Props) {
  const [at, setAt] = useState(0);
  const [told, setTold] = useState<number | null>(null);
  const bars = useRef<HTMLDivElement>(null);
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const first = bins[0]?.low ?? 0;
  const last = bins.at(-1)?.high ?? 0;

  function onKeyDown(event: KeyboardEvent) {
    const next = moved({ row: 0, column: at }, event.key, 1, bins.length);
    if (next === null) return;
    event.preventDefault();
    setAt(next.column);
    bars.current?.querySelector<HTMLElement>(`[data-bin="${next.column}"]`)?.focus();
  }

  const shown = told === null ? undefined : bins[told];
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex gap-2">
        <div
          aria-hidden
          className="flex h-40 w-6 flex-col justify-between text-right text-2xs text-muted tabular-nums"
        >
          <span>{most}</span>
          <span>0</span>
        </div>
        <div className="relative min-w-0 flex-1">
          <div
            ref={bars}
            role="group"
            aria-label={label}
            className="flex h-40 items-end border-b border-line"
          >
            {bins.map((bin, index) => (
              <button
                key={bin.low}
                type="button"
                tabIndex={index === at ? 0 : -1}
                data-bin={index}
                aria-label={spoken(bin)}
                onKeyDown={onKeyDown}
                onMouseEnter={() => setTold(index)}
                onMouseLeave={() => setTold(null)}
                onFocus={() => {
                  setAt(index);
                  setTold(index);
                }}
                className={cn(
                  "flex h-full min-w-0 flex-1 cursor-default items-end px-px",
                  told === index && "bg-hover",
                )}
              >
                <span
                  className={cn("block w-full rounded-t-xs", bin.high <= 0 ? "bg-down" : "bg-up")}
                  style={{ height: bin.count === 0 ? 0 : `max(3px, ${(100 * bin.count) / most}%)` }}
                />
              </button>
            ))}
          </div>
          <Upright at={along(bins, 0)} className="border-line" />
          {mark !== null && <Upright at={along(bins, mark.value)} className="border-dashed border-accent" />}
          <div aria-hidden className="relative h-4 text-2xs text-muted tabular-nums">
            <span className="absolute left-0">≤ {tick(first)}</span>
            <span className="absolute -translate-x-1/2" style={{ left: `${100 * along(bins, 0)}%` }}>
              0 {unit}
            </span>
            <span className="absolute right-0">≥ {tick(last)}</span>
          </div>
        </div>
      </div>
      <p className="min-h-14 pl-8 text-xs text-muted sm:min-h-9">
        {shown === undefined ? prompt : spoken(shown)}
        {shown === undefined && mark !== null && (
          <span className="ml-2 whitespace-nowrap">
            <span
              aria-hidden
              className="mr-1 inline-block h-3 border-l border-dashed border-accent align-middle"
            />
            {mark.name}
          </span>
        )}
      </p>
    </div>
  );
}

function Upright({ at, className }: { at: number; className: string }) {
  return (
    <div
      aria-hidden
      className={cn("pointer-events-none absolute top-0 h-40 border-l", className)}
      style={{ left: `${100 * at}%` }}
    />
  );
}
