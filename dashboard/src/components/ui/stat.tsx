import type { ReactNode } from "react";
import { cn } from "./cn";

interface Props {
  label: ReactNode;
  value: ReactNode;
  note?: ReactNode;
  /** Gains and losses have a sign and a colour, never a colour alone. */
  tone?: "up" | "down" | "plain";
  className?: string;
}

/** One figure with its name. */
export function Stat({ label, value, note, tone = "plain", className }: Props) {
  return (
    <div className={cn("min-w-0", className)}>
      <dt className="truncate text-xs text-muted">{label}</dt>
      <dd
        className={cn("truncate text-lg font-semibold tabular-nums", {
          "text-up": tone === "up",
          "text-down": tone === "down",
        })}
      >
        {value}
      </dd>
      {note !== undefined && <dd className="text-xs text-muted">{note}</dd>}
    </div>
  );
}

/** Tone of a signed figure; nothing known and nothing gained are plain. */
export function toneOf(value: number | null | undefined): "up" | "down" | "plain" {
  if (value === null || value === undefined || value === 0) return "plain";
  return value > 0 ? "up" : "down";
}
