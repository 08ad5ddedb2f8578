"use client";

import { CircleCheck, CircleHelp, type LucideIcon, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { FigureView } from "./figure-view";
import { Skeleton } from "@/components/ui/skeleton";
import { type DiagnosisCard, useDiagnosis } from "../api/research";
import { Evidence, useSentence } from "./diagnosis-evidence";
import { knownCard } from "./diagnosis";
import { Sample } from "./known";

const STATUS: Record<string, { tone: Tone; icon: LucideIcon; name: "ok" | "warn" }> = {
  ok: { tone: "good", icon: CircleCheck, name: "ok" },
  warn: { tone: "warn", icon: TriangleAlert, name: "warn" },
};
const UNKNOWN = { tone: "neutral", icon: CircleHelp, name: "unknown" } as const;

/** The ways in which a result deceives, each with its evidence and what to do; and the remarks of the newest report. */
export function DiagnosisCards() {
  const t = useTranslations("research.diagnosis");
  const query = useDiagnosis();
  return (
    <Card title={t("title")} aria-label={t("title")} hint={query.data && <Sample about={query.data} />}>
      <FigureView query={query} skeleton={<Loading />}>
        {(data) => (
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {data.cards.map((card) => (
              <OneCard key={card.code} card={card} />
            ))}
            {data.notes.length > 0 && <Notes notes={data.notes} />}
          </ul>
        )}
      </FigureView>
    </Card>
  );
}

function Loading() {
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3" role="status" aria-busy>
      {["a", "b", "c", "d", "e"].map((name) => (
        <Skeleton key={name} className="h-48" />
      ))}
    </div>
  );
}

function OneCard({ card }: { card: DiagnosisCard }) {
  const t = useTranslations("research.diagnosis");
  const sentence = useSentence();
  const code = knownCard(card.code);
  const { tone, icon: Icon, name } = STATUS[card.status] ?? UNKNOWN;
  const title = code === null ? card.title : t(`card.${code}.title`);
  return (
    <li aria-label={title} className="flex flex-col gap-2.5 rounded-md border border-line bg-ground p-3">
      <div className="flex items-start justify-between gap-2">
        <h3 className="text-sm font-medium">{title}</h3>
        <Badge tone={tone}>
          <Icon aria-hidden className="size-3" /> {t(`status.${name}`)}
        </Badge>
      </div>
      <p className="text-sm">{sentence(card)}</p>
      <Evidence card={card} />
      {code !== null && (
        <p className="mt-auto border-t border-line/60 pt-2 text-xs text-muted">
          <span className="font-medium">{t("next")}</span> {t(`card.${code}.next.${name}`)}
        </p>
      )}
    </li>
  );
}

/** Sentences of the report, in the language it was written in. */
function Notes({ notes }: { notes: readonly string[] }) {
  const t = useTranslations("research.diagnosis");
  return (
    <li aria-label={t("notes")} className="flex flex-col gap-2.5 rounded-md border border-line p-3">
      <h3 className="text-sm font-medium">{t("notes")}</h3>
      <p className="text-xs text-muted">{t("notesHint")}</p>
      <ul lang="en" className="list-disc space-y-1.5 pl-4 text-sm">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </li>
  );
}
