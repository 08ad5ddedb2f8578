"use client";

import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { cn } from "@/components/ui/cn";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useMarketTime, usePart } from "../../api/overview";
import { useQuality } from "../../api/sessions";
import { StaleNotice } from "@/components/ui/states";
import { QualityFigures } from "./quality-figures";
import { firstOf, type Period, PERIODS, type Verdict, verdictOn } from "./verdict";

interface Props {
  period: Period;
  onPeriod: (period: Period) => void;
  /** Shows the sessions that have no bars. */
  onShowMissing: () => void;
}

/** The one sentence that matters, and what the history of a period is worth. */
export function SummaryStrip({ period, onPeriod, onShowMissing }: Props) {
  const t = useTranslations("pipeline.summary");
  const now = useMarketTime();
  const health = usePart("health");
  const quality = useQuality(now === null && period !== "all" ? undefined : firstOf(period, now ?? ""));
  const verdict = verdictOn(health.data, quality.data);
  return (
    <section
      aria-label={t("label")}
      className="flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      {health.error !== null && health.data !== undefined && (
        <StaleNotice since={health.dataUpdatedAt} error={health.error} />
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <Sentence verdict={verdict} isLoading={health.data === undefined && health.error === null}>
          {verdict.kind === "incomplete" && (
            <Button size="sm" onClick={onShowMissing}>
              {t("showMissing")}
            </Button>
          )}
        </Sentence>
        <Choice
          label={t("period")}
          value={period}
          onChange={onPeriod}
          options={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))}
        />
      </div>
      <QualityFigures query={quality} />
    </section>
  );
}

const LOOKS = {
  unknown: [CircleHelp, "text-muted"],
  down: [CircleAlert, "text-down"],
  degraded: [TriangleAlert, "text-warn"],
  incomplete: [CircleCheck, "text-up"],
  complete: [CircleCheck, "text-up"],
} as const;

interface SentenceProps {
  verdict: Verdict;
  isLoading: boolean;
  children: React.ReactNode;
}

function Sentence({ verdict, isLoading, children }: SentenceProps) {
  const t = useTranslations("pipeline.summary");
  const [Icon, colour] = LOOKS[verdict.kind];
  return (
    <div className="flex min-w-0 items-start gap-3" role="status">
      <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", colour, isLoading && "opacity-30")} />
      <div className="min-w-0">
        <p className={cn("text-base font-semibold text-balance", isLoading && "text-faint")}>
          {isLoading ? "…" : sentence(verdict, t)}
        </p>
        <p className="mt-0.5 text-sm text-muted">
          {"nextStep" in verdict && verdict.nextStep}{" "}
          {"others" in verdict && verdict.others > 0 && t("others", { count: verdict.others })} <NewestBar />
        </p>
      </div>
      {children}
    </div>
  );
}

function sentence(verdict: Verdict, t: ReturnType<typeof useTranslations<"pipeline.summary">>): string {
  switch (verdict.kind) {
    case "incomplete":
      return t("incomplete", { sessions: verdict.sessions });
    case "degraded":
    case "down":
      return t(verdict.kind, { layer: verdict.layer, cause: verdict.cause ?? t("noCause") });
    default:
      return t(verdict.kind);
  }
}

function NewestBar() {
  const t = useTranslations("pipeline.summary");
  const format = useFormat();
  const raw = usePart("status").data?.layers.find(({ layer }) => layer === "L0")?.freshness;
  if (raw?.newest === null || raw?.newest === undefined) return null;
  return t.rich("newestBar", {
    time: () => <Time at={raw.newest} />,
    age: format.duration(raw.age_seconds),
  });
}
