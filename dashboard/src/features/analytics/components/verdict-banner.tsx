"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { FigureView } from "./figure-view";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/lib/format/use-format";
import { type ModelRow, useModels } from "../api/models";
import { type Gates, useGates } from "../api/performance";
import { KindBadge, ModelBadges } from "./badges";
import { useBaselineName } from "./baseline-names";
import { useBps } from "./bps";
import { type EdgeEvidence, type Verdict, verdictFrom } from "./verdict";

const TONES: Record<Verdict["outcome"], Tone> = { none: "neutral", profit: "warn", edge: "good" };

/** What the evaluation of the chosen model comes to, before any figure: one sentence, then what it rests on. */
export function VerdictBanner() {
  const gates = useGates();
  const models = useModels();
  return (
    <section className="rounded-lg border border-line bg-surface px-4 py-4">
      <FigureView query={gates} skeleton={<Skeleton className="h-20" />}>
        {(judged) => (
          <Told judged={judged} row={models.data?.data.find((row) => row.version === judged.model.version)} />
        )}
      </FigureView>
    </section>
  );
}

function Told({ judged, row }: { judged: Gates; row: ModelRow | undefined }) {
  const t = useTranslations("analytics.verdict");
  const sentence = useSentence(judged.verdict);
  const verdict = judged.verdict === null ? null : verdictFrom(judged.verdict);
  return (
    <div className="flex flex-col gap-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={verdict === null ? "neutral" : TONES[verdict.outcome]}>
          {t(`outcome.${verdict?.outcome ?? "unknown"}`)}
        </Badge>
        <span className="text-xs text-muted">{t("of", { version: judged.model.version })}</span>
        {row !== undefined && <ModelBadges model={row} />}
        <KindBadge kind={judged.data_kind} />
      </div>
      <h2 className="max-w-5xl text-lg leading-snug font-semibold text-pretty">{sentence}</h2>
      <Evidence judged={judged} row={row} />
    </div>
  );
}

/** What the sentence rests on: sessions, trades, gates, the baselines it beats. */
function Evidence({ judged, row }: { judged: Gates; row: ModelRow | undefined }) {
  const t = useTranslations("analytics.verdict");
  const format = useFormat();
  const baseline = useBaselineName();
  const facts: (readonly [string, string])[] = [];
  if (row !== undefined) {
    const year = (day: string) => `${format.day(day)} ${day.slice(0, 4)}`;
    const { test_first: first, test_last: last } = row;
    facts.push([
      t("testPart"),
      first === null || last === null ? t("noneYet") : `${year(first)} – ${year(last)}`,
    ]);
  }
  if (row?.metrics) {
    facts.push([t("sessions"), format.integer(row.metrics.sessions)]);
    facts.push([t("trades"), format.integer(row.metrics.trades)]);
  }
  if (judged.total_gates > 0) {
    facts.push([t("gates"), t("gatesOf", { passed: judged.passing_gates, total: judged.total_gates })]);
  }
  const { rivals = [] } = judged;
  if (rivals.length > 0) {
    // What never traded is better than what lost, and shows nothing by it.
    const traded = row?.metrics?.trades !== 0;
    const beaten = rivals.filter(({ beats }) => traded && beats).map(({ name }) => baseline(name));
    facts.push([t("beats"), beaten.length === 0 ? t("beatsNone") : beaten.join(", ")]);
  }
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1.5">
      {facts.map(([name, value]) => (
        <div key={name} className="flex items-baseline gap-1.5 text-xs">
          <dt className="text-muted">{name}</dt>
          <dd className="font-medium tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The verdict in the reader's language; in other words than we know, as the service said it. */
function useSentence(told: string | null): string {
  const t = useTranslations("analytics.verdict.sentence");
  const bps = useBps();
  const evidenceOf = useEvidence();
  if (told === null) return t("notJudged");
  const verdict = verdictFrom(told);
  if (verdict === null) return told;
  if (verdict.doubt === "neverTraded") return said("neverTraded", {});
  const interval =
    verdict.low === null
      ? t("noInterval")
      : t("interval", { low: bps(verdict.low), high: bps(verdict.high) });
  const earned = t("earned", { mean: bps(verdict.mean), interval });
  const evidence = evidenceOf(verdict.evidence);
  if (verdict.outcome === "profit") {
    return said("profit", {
      earned,
      evidence,
      refusing: verdict.refusing ?? 0,
      gates: verdict.gates ?? 0,
    });
  }
  return said(verdict.doubt ?? "edge", { earned, evidence });

  function said(
    key: Exclude<Verdict["doubt"], null> | "profit" | "edge",
    values: Record<string, string | number>,
  ) {
    const sentence = t(key, values);
    return verdict?.synthetic === true ? `${sentence} ${t("synthetic")}` : sentence;
  }
}

/** What the edge was held against, in words; nothing where it was held against nothing. */
function useEvidence(): (evidence: EdgeEvidence | null) => string {
  const t = useTranslations("analytics.verdict.sentence");
  const format = useFormat();
  return (evidence) => {
    if (evidence === null) return "";
    if (evidence.kind === "early") return t("early", { session: evidence.session });
    const { kind, value, asked } = evidence;
    if (kind === "p") return t("p", { value: format.significant(value), asked: format.significant(asked) });
    return t("wealth", { value: format.decimal(value), asked: format.integer(asked) });
  };
}
