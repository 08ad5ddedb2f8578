"use client";

import { useTranslations } from "next-intl";
import { Hint } from "@/components/ui/hint";

interface Props {
  /** Ends of the 95 % bootstrap interval; null or missing where it could not be reckoned. */
  ends: readonly (number | null)[] | undefined;
  write: (value: number) => string;
}

/** Between what a figure may well lie, beside it in small. */
export function Interval({ ends, write }: Props) {
  const t = useTranslations("analytics.interval");
  const [low, high] = ends ?? [];
  if (typeof low === "number" && typeof high === "number") {
    return (
      <span className="whitespace-nowrap text-muted" title={t("hint")}>
        {t("range", { low: write(low), high: write(high) })}
      </span>
    );
  }
  return (
    <Hint text={t("none")}>
      <button type="button" aria-label={t("none")} className="cursor-help rounded px-1 text-faint">
        —
      </button>
    </Hint>
  );
}
