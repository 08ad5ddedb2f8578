"use client";

import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";

/** When something happened: in market time, and in real time where that is kept. */
export function Instants({ at, recordedAt }: { at: string | null; recordedAt?: string | null }) {
  const t = useTranslations("compliance.time");
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-muted">
      {at !== null && (
        <span>
          {t("market")} <Time at={at} as="moment" />
          <span className="tabular-nums">{secondsOf(at)}</span>
        </span>
      )}
      {recordedAt !== null && recordedAt !== undefined && (
        <span>
          {t("recorded")} <Time at={recordedAt} as="moment" />
          <span className="tabular-nums">{secondsOf(recordedAt)}</span>
        </span>
      )}
    </span>
  );
}

/** Seconds and milliseconds, which decide what came first: `:43.414`. */
function secondsOf(at: string): string {
  return `:${new Date(at).toISOString().slice(17, 23)}`;
}
