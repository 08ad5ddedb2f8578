"use client";

import { ChevronLeft, ChevronRight, ChevronsLeft } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { type Month, monthAfter, monthOf, monthsBetween } from "./months";

interface Props {
  /** The month in sight; null while there is none. */
  month: Month | null;
  /** First and last stored session. */
  oldest: string | null;
  newest: string | null;
  /** Null: to the newest. */
  onJump: (month: Month | null) => void;
}

/** To any month at once; the newest is at the left, as the grid is at its top. */
export function MonthJump({ month, oldest, newest, onJump }: Props) {
  const t = useTranslations("pipeline.sessions");
  const locale = useLocale();
  const named = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  if (oldest === null || newest === null) return null;
  const months = monthsBetween(monthOf(oldest), monthOf(newest));
  const at = month !== null && months.includes(month) ? month : (months[0] ?? "");
  return (
    <div className="flex items-center gap-1">
      <Button variant="ghost" size="icon" aria-label={t("newest")} onClick={() => onJump(null)}>
        <ChevronsLeft aria-hidden />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        aria-label={t("newer")}
        disabled={at >= monthOf(newest)}
        onClick={() => onJump(monthAfter(at, 1))}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <Select
        label={t("month")}
        value={at}
        onChange={onJump}
        className="h-8 w-31 text-xs"
        options={months.map((one) => ({ value: one, label: named.format(new Date(`${one}-01T00:00:00Z`)) }))}
      />
      <Button
        variant="ghost"
        size="icon"
        aria-label={t("older")}
        disabled={at <= monthOf(oldest)}
        onClick={() => onJump(monthAfter(at, -1))}
      >
        <ChevronRight aria-hidden />
      </Button>
    </div>
  );
}
