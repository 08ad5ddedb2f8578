"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { useCan, useSession } from "@/features/session/api/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { EmptyState } from "@/components/ui/states";
import { sessionOf } from "@/lib/format/times";
import { isUnderWay, useBackfills } from "../../api/backfill";
import { useMarketTime } from "../../api/overview";
import type { Span } from "../../api/types";
import { Estimate } from "./estimate";
import { PastBackfills } from "./past-backfills";
import { Progress } from "./progress";
import { daysOf, faultOf } from "./span";

interface Props {
  span: Span | null;
  onSpan: (span: Span | null) => void;
}

/** Choose sessions, see what filling their holes costs, start it, watch it. */
export function BackfillPanel({ span, onSpan }: Props) {
  const t = useTranslations("pipeline.backfill");
  const [started, setStarted] = useState<string | null>(null);
  const goingOn = useBackfills().data?.data.find(isUnderWay)?.id ?? null;
  const watched = started ?? goingOn;
  return (
    <Card title={t("title")} hint={t("hint")} aria-label={t("title")}>
      <div className="flex flex-1 flex-col gap-4">
        <Dates span={span} onSpan={onSpan} />
        <Offer span={span} onStarted={setStarted} />
        {watched !== null && <Progress key={watched} id={watched} onDone={() => setStarted(null)} />}
        <PastBackfills />
      </div>
    </Card>
  );
}

function Dates({ span, onSpan }: Props) {
  const t = useTranslations("pipeline.backfill");
  const today = useToday();
  const fault = span === null ? null : faultOf(span, today);
  const write = (change: Partial<Span>) => {
    // The address is written at once, what is drawn follows it: two quick changes must not undo each other.
    const now = new URLSearchParams(window.location.search);
    onSpan({ first: now.get("from") ?? "", last: now.get("to") ?? "", ...change });
  };
  const limits = today === null ? {} : { max: today };
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field
        label={t("first")}
        type="date"
        value={span?.first ?? ""}
        {...limits}
        onChange={(event) => write({ first: event.target.value })}
      />
      <Field
        label={t("last")}
        type="date"
        value={span?.last ?? ""}
        {...limits}
        onChange={(event) => write({ last: event.target.value })}
        error={fault === null ? undefined : t(`fault.${fault}`)}
      />
      {span !== null && (
        <div className="col-span-2 flex items-center justify-between text-xs text-muted">
          <span>{fault === null && t("days", { days: daysOf(span) })}</span>
          <Button size="sm" variant="ghost" onClick={() => onSpan(null)}>
            {t("clear")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Offer({ span, onStarted }: { span: Span | null; onStarted: (id: string) => void }) {
  const t = useTranslations("pipeline.backfill");
  const { session, isPending } = useSession();
  const mayStart = useCan("operator");
  const today = useToday();
  if (span === null) return <p className="text-sm text-muted">{t("choose")}</p>;
  if (faultOf(span, today) !== null || isPending) return null;
  if (session === null) {
    return (
      <EmptyState
        title={t("signIn")}
        action={
          <Button asChild variant="primary" size="sm">
            <Link href="/login">{t("signInLink")}</Link>
          </Button>
        }
      >
        {t("signInHelp")}
      </EmptyState>
    );
  }
  if (!mayStart) return <EmptyState title={t("wrongRole")}>{t("wrongRoleHelp")}</EmptyState>;
  return <Estimate span={span} onStarted={onStarted} />;
}

/** The market's day; null while not known. */
function useToday(): string | null {
  const now = useMarketTime();
  return now === null ? null : sessionOf(now);
}
