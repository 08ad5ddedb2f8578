"use client";

import { cn } from "@/components/ui/cn";
import { intervalScale, sideOf } from "./interval-scale";

interface Props {
  low: number;
  high: number;
  /** What the interval is held against: zero, or the costs in force. */
  mark: number;
  /** The interval in words, for those who hear it. */
  label: string;
}

const COLOURS = { above: "bg-up", below: "bg-down", across: "bg-muted" } as const;

/** An interval as a bar beside its mark: clear of it on one side, or across it. */
export function IntervalBar({ low, high, mark, label }: Props) {
  const scale = intervalScale(low, high, mark);
  return (
    <span role="img" aria-label={label} className="relative block h-4 w-full min-w-24">
      <span className="absolute inset-x-0 top-1/2 border-t border-line" />
      <span
        className={cn(
          "absolute top-1/2 h-1.5 -translate-y-1/2 rounded-full",
          COLOURS[sideOf(low, high, mark)],
        )}
        style={{ left: `${scale.left}%`, width: `${scale.width}%` }}
      />
      <span
        className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-text"
        style={{ left: `${scale.mark}%` }}
      />
    </span>
  );
}
