"use client";

import { FilePlus2, LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { ErrorState } from "@/components/ui/states";
import { useLatest } from "@/features/market/api/feed";
import { sessionOf } from "@/lib/format/times";
import { before, LONGEST_DAYS, periodFault } from "../api/period";
import { useMakeReport } from "../api/queries";
import type { ReportRow } from "../api/types";

const SPANS = [7, 30, 90] as const;

/** Chooses a period and has a report made of it. */
export function ReportForm({ onMade }: { onMade: (row: ReportRow) => void }) {
  const t = useTranslations("compliance.reports");
  const { data: latest } = useLatest();
  // The market's own day: in a replay it is another than today.
  const today = latest === undefined ? null : sessionOf(latest.timestamp);
  const [chosen, setChosen] = useState<{ first: string; last: string } | null>(null);
  const [touched, setTouched] = useState(false);
  const { first, last } = chosen ?? {
    first: today === null ? "" : before(today, SPANS[1]),
    last: today ?? "",
  };
  const make = useMakeReport();
  const fault = periodFault(first, last, today);
  const change = (next: { first: string; last: string }) => {
    setChosen(next);
    setTouched(true);
    make.reset();
  };
  return (
    <Card title={t("new")} hint={t("newHint")}>
      <form
        className="flex flex-wrap items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setTouched(true);
          if (fault === null) make.mutate({ first, last }, { onSuccess: onMade });
        }}
      >
        <Field
          label={t("first")}
          type="date"
          value={first}
          onChange={(event) => change({ first: event.target.value, last })}
        />
        <Field
          label={t("last")}
          type="date"
          value={last}
          onChange={(event) => change({ first, last: event.target.value })}
          error={touched && fault !== null ? t(`fault.${fault}`, { days: LONGEST_DAYS }) : undefined}
          hint={t("limit", { days: LONGEST_DAYS })}
        />
        <div className="flex flex-wrap gap-2 pt-5">
          <Button type="submit" variant="primary" disabled={make.isPending || fault !== null}>
            {make.isPending ? (
              <LoaderCircle aria-hidden className="animate-spin motion-reduce:animate-none" />
            ) : (
              <FilePlus2 aria-hidden />
            )}
            {t(make.isPending ? "making" : "make")}
          </Button>
          {today !== null &&
            SPANS.map((days) => (
              <Button
                key={days}
                variant="ghost"
                onClick={() => change({ first: before(today, days), last: today })}
              >
                {t("span", { days })}
              </Button>
            ))}
        </div>
      </form>
      {make.isPending && (
        <p role="status" className="mt-2 text-xs text-muted">
          {t("makingHelp")}
        </p>
      )}
      {make.isError && <ErrorState error={make.error} />}
    </Card>
  );
}
