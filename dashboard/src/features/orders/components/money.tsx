"use client";

import { cn } from "@/components/ui/cn";
import { toneOf } from "@/components/ui/stat";
import { useFormat } from "@/lib/format/use-format";

interface Props {
  value: number | null | undefined;
  code: "COP" | "USD";
  className?: string;
}

/** A gain or loss: its sign, its code, and a colour that only repeats the sign. */
export function Money({ value, code, className }: Props) {
  const f = useFormat();
  const tone = toneOf(value);
  return (
    <span
      className={cn("tabular-nums", tone === "up" && "text-up", tone === "down" && "text-down", className)}
    >
      {code === "COP" ? f.cop(value, true) : f.usd(value, true)}
    </span>
  );
}
