"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Card } from "@/components/ui/card";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { useUnproven } from "../api/badges";
import { type Opinion, voicesOf } from "../api/opinions";
import { usePredictions } from "../api/predictions";
import { VoiceCard } from "./voice-card";

/** What the deployed bundles want now, side by side. */
export function PolicyPanel({ className }: { className?: string }) {
  const t = useTranslations("market.policy");
  const query = usePredictions();
  return (
    <Card title={t("title")} className={className ?? ""} actions={<SessionName opinions={query.data} />}>
      <QueryView
        query={query}
        skeleton={<Skeleton className="h-56" />}
        empty={{
          when: (opinions) => opinions.length === 0,
          show: <EmptyState title={t("empty")}>{t("emptyCure")}</EmptyState>,
        }}
      >
        {(opinions) => <Voices opinions={opinions} />}
      </QueryView>
    </Card>
  );
}

/** Everybody who spoke, the leader first. */
export function Voices({ opinions }: { opinions: readonly Opinion[] }) {
  const voices = useMemo(() => voicesOf(opinions), [opinions]);
  const unproven = useUnproven();
  return (
    <ul className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,15rem),1fr))] gap-x-6 gap-y-5">
      {voices.map((voice) => (
        <li key={`${voice.role}:${voice.bundle}`} className="min-w-0">
          <VoiceCard voice={voice} isUnproven={unproven.get(voice.bundle) ?? null} />
        </li>
      ))}
    </ul>
  );
}

function SessionName({ opinions }: { opinions: readonly Opinion[] | undefined }) {
  const t = useTranslations("market.policy");
  const format = useFormat();
  const session = opinions?.[0]?.session;
  if (session === undefined) return null;
  return <span className="text-xs text-muted">{t("session", { day: format.day(session) })}</span>;
}
