"use client";

import { CircleAlert, CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";

export type Mark = "ok" | "degraded" | "down" | "unknown";

const SHAPES = {
  ok: [CircleCheck, "text-up"],
  degraded: [CircleAlert, "text-warn"],
  down: [CircleX, "text-down"],
  unknown: [CircleHelp, "text-warn"],
} as const;

/** How something is, as a sign of its own shape; `named` says it in a word too. */
export function StatusMark({
  status,
  named = false,
  className,
}: {
  status: Mark;
  named?: boolean;
  className?: string;
}) {
  const t = useTranslations("diagnostics.status");
  const [Icon, colour] = SHAPES[status];
  return (
    <span className={cn("inline-flex shrink-0 items-center gap-1.5 text-xs font-medium", colour, className)}>
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className={named ? "" : "sr-only"}>{t(status)}</span>
    </span>
  );
}
