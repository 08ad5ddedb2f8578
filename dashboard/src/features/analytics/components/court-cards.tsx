"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat } from "@/components/ui/stat";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { type Curve, useCourt } from "../api/court";
import { CourtCurve } from "./court-curve";
import { FigureView } from "./figure-view";
import { FIRST_LOOK, progressOf, reachedAt } from "./proof";

/** The forward proof of the chosen model: how far its bets have come, and what they must reach. */
export function ProofCard() {
  const t = useTranslations("analytics.proof");
  return (
    <Card title={t("title")} hint={t("hint")} className="h-full">
      <FigureView
        query={useCourt()}
        skeleton={<Skeleton className="h-72" />}
        empty={{
          when: ({ forward }) => forward === null,
          show: <EmptyState title={t("never")}>{t("neverHelp")}</EmptyState>,
        }}
      >
        {({ forward }) => forward !== null && <Proof curve={forward} />}
      </FigureView>
    </Card>
  );
}

function Proof({ curve }: { curve: Curve }) {
  const t = useTranslations("analytics.proof");
  const format = useFormat();
  const { sessions, wealth, left, provenAt } = progressOf(curve);
  const names = useMemo(() => ({ curve: t("wealth"), limit: t("target"), start: t("start") }), [t]);
  const proven = provenAt === null ? t("notYet") : t("proven", { session: provenAt });
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        <Stat label={t("sessions")} value={format.integer(sessions)} />
        <Stat label={t("now")} value={format.decimal(wealth)} />
        <Stat label={t("asked")} value={format.decimal(curve.limit, 1)} />
        <Stat
          label={t("firstLook")}
          value={<Badge tone={provenAt === null ? "neutral" : "good"}>{proven}</Badge>}
          note={left > 0 ? t("early", { session: FIRST_LOOK, left }) : t("open", { session: FIRST_LOOK })}
        />
      </dl>
      {sessions === 0 ? (
        <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>
      ) : (
        <CourtCurve curve={curve} label={t("chart")} names={names} isGoal />
      )}
      <p className="text-xs text-muted">{t("note", { session: FIRST_LOOK })}</p>
    </div>
  );
}

/** Whether a champion's edge holds: bets that it does not, beside the line at which the title is lost. */
export function DecayCard() {
  const t = useTranslations("analytics.decay");
  return (
    <Card title={t("title")} hint={t("hint")} className="h-full">
      <FigureView
        query={useCourt()}
        skeleton={<Skeleton className="h-72" />}
        empty={{
          when: ({ decay }) => decay === null,
          show: <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>,
        }}
      >
        {({ decay }) => decay !== null && <Decay curve={decay} />}
      </FigureView>
    </Card>
  );
}

function Decay({ curve }: { curve: Curve }) {
  const t = useTranslations("analytics.decay");
  const format = useFormat();
  const at = reachedAt(curve, 0);
  const day = at === null ? undefined : curve.data[at]?.session;
  const limit = format.integer(curve.limit);
  const names = useMemo(() => ({ curve: t("value"), limit: t("line"), start: t("start") }), [t]);
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3">
        <Stat label={t("sessions")} value={format.integer(curve.data.length)} />
        <Stat label={t("now")} value={format.decimal(curve.data.at(-1)?.value ?? 1)} />
        <Stat label={t("line")} value={limit} />
      </dl>
      <p className={day === undefined ? "text-sm" : "text-sm font-medium text-down"}>
        {day === undefined ? t("kept") : t("lost", { day })}
      </p>
      {curve.data.length === 0 ? (
        <EmptyState title={t("noneYet")} />
      ) : (
        <CourtCurve curve={curve} label={t("chart")} names={names} isGoal={false} />
      )}
      <p className="text-xs text-muted">{t("note", { limit })}</p>
    </div>
  );
}
