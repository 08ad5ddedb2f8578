"use client";

import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/lib/format/use-format";
import { useFacts } from "../api/facts";
import { type Answer, type Area, byArea, type Reason, verdict } from "../api/verdict";
import { AsOf } from "./as-of";
import { type Mark, StatusMark } from "./status-mark";

const LOOKS = {
  yes: { Icon: CircleCheck, frame: "border-up/50 bg-up-soft", ink: "text-up" },
  no: { Icon: CircleX, frame: "border-down/50 bg-down-soft", ink: "text-down" },
  unknown: { Icon: CircleHelp, frame: "border-warn/50 bg-warn-soft", ink: "text-warn" },
} as const satisfies Record<Answer, unknown>;

const MARKS: Record<Reason["weight"], Mark> = { no: "down", unknown: "unknown", care: "degraded" };

/** The first line: can I trade now, why not, and what to do about each reason. */
export function VerdictBanner() {
  const t = useTranslations("diagnostics.verdict");
  const { facts, isPending, asOf } = useFacts();
  if (isPending) return <Skeleton className="h-40 rounded-lg" />;
  const judged = verdict(facts);
  const { Icon, frame, ink } = LOOKS[judged.answer];
  const careful = judged.answer === "yes" && judged.reasons.length > 0;
  return (
    <section aria-label={t("question")} className={cn("rounded-lg border p-4 md:p-5", frame)}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h1 className="text-sm font-medium text-muted">{t("question")}</h1>
        <AsOf at={asOf} />
      </div>
      <div className="mt-1 flex items-center gap-3">
        <Icon aria-hidden className={cn("size-8 shrink-0", ink)} />
        <p role="status" className="text-xl font-semibold md:text-2xl">
          <span className={ink}>{t(`answer.${judged.answer}`)}</span>{" "}
          <span className="text-base font-normal text-text">
            {t(careful ? "summary.careful" : `summary.${judged.answer}`, { count: judged.reasons.length })}
          </span>
        </p>
      </div>
      {judged.reasons.length > 0 && (
        <ul className="mt-4 grid gap-2">
          {judged.reasons.map((reason, place) => (
            <ReasonRow key={`${reason.code}-${place}`} reason={reason} />
          ))}
        </ul>
      )}
      <Looked areas={byArea(judged)} />
    </section>
  );
}

function ReasonRow({ reason }: { reason: Reason }) {
  const t = useTranslations("diagnostics.verdict.reasons");
  const facts = useWorded(reason.facts);
  return (
    <li className="flex gap-2.5 rounded-md border border-line bg-surface px-3 py-2.5">
      <StatusMark status={MARKS[reason.weight]} className="mt-0.5" />
      <div className="min-w-0 text-sm">
        <p className="font-medium">
          {t(`${reason.code}.why`, facts)}
          {reason.said !== undefined && reason.said.cause !== "" && (
            <span className="font-normal text-muted"> {reason.said.cause}</span>
          )}
        </p>
        <p className="text-muted">
          <span className="font-medium text-text">{t("next")}</span>{" "}
          {reason.said?.next ?? t(`${reason.code}.next`, facts)}
        </p>
      </div>
    </li>
  );
}

/** Facts as words: instants in Bogotá, ages with their unit, services by their name. */
function useWorded(facts: Reason["facts"]): Record<string, string | number> {
  const format = useFormat();
  const t = useTranslations("diagnostics");
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (name === "age") return [name, format.duration(Number(value))];
      if (name === "at" || name === "opens") return [name, format.moment(value)];
      if (name === "trouble" && t.has(`troubleSays.${value}`)) return [name, t(`troubleSays.${value}`)];
      if (name === "component") return [name, t.has(`part.${value}`) ? t(`part.${value}`) : value];
      if (name === "service" && t.has(`services.${value}`)) return [name, t(`services.${value}`)];
      return [name, value];
    }),
  );
}

/** What the answer rests on: each thing that was looked at, and how it stands. */
function Looked({ areas }: { areas: { area: Area; weight: Reason["weight"] | null }[] }) {
  const t = useTranslations("diagnostics.verdict");
  return (
    <ul aria-label={t("looked")} className="mt-4 flex flex-wrap gap-x-4 gap-y-1.5">
      {areas.map(({ area, weight }) => (
        <li key={area} className="flex items-center gap-1.5 text-xs text-text">
          <StatusMark status={weight === null ? "ok" : MARKS[weight]} />
          {t(`areas.${area}`)}
        </li>
      ))}
    </ul>
  );
}
