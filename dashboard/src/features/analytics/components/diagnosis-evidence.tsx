"use client";

import { useTranslations } from "next-intl";
import { BarRows, SignedBar } from "@/components/charts/histogram-rows";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import type { DiagnosisCard } from "../api/research";
import { useBps } from "./bps";
import { type Shown, shownOf } from "./diagnosis";

/** A card's evidence in the reader's language; the service's own sentence where its figures are not known. */
export function useSentence(): (card: DiagnosisCard) => string {
  const t = useTranslations("research.diagnosis");
  const format = useFormat();
  const bps = useBps();
  const unknown: Record<string, string> = {
    "Fewer than 10 sessions.": t("unknown.sessions"),
    "No trade, no cost.": t("unknown.trade"),
    "No fill yet.": t("unknown.fill"),
    "It was not kept whether the fills' quotes were doubtful.": t("unknown.quotes"),
  };
  return (card) => {
    const shown = shownOf(card);
    switch (shown?.code) {
      case "few_trades":
        return t("card.few_trades.says", { ...shown });
      case "lucky_tenth":
        return t("card.lucky_tenth.says", {
          tenth: shown.tenth,
          best: format.percent(shown.best, 3, true),
          total: format.percent(shown.total, 3, true),
        });
      case "cost_sensitivity":
        return t("card.cost_sensitivity.says", {
          gross: bps(shown.gross),
          cost: `${format.decimal(shown.cost)}\u00a0bps`,
          twice: bps(shown.netAtTwice),
        });
      case "stale_fills":
        return t("card.stale_fills.says", { ...shown });
      case "look_ahead":
        return t("card.look_ahead.says", { delay: shown.delay });
      case undefined:
        return unknown[card.evidence] ?? card.evidence;
    }
  };
}

/** The figures behind the sentence as a small drawing; nothing where there are none. */
export function Evidence({ card }: { card: DiagnosisCard }) {
  const shown = shownOf(card);
  if (shown === null) return null;
  switch (shown.code) {
    case "few_trades":
      return <Progress part={shown.trades} whole={shown.needed} good />;
    case "lucky_tenth":
      return <Tenths parts={shown.parts} best={shown.tenth} />;
    case "cost_sensitivity":
      return <Costs shown={shown} />;
    case "stale_fills":
      return <Progress part={shown.doubtful} whole={shown.fills} good={false} />;
    case "look_ahead":
      return <Delay bars={shown.delay} />;
  }
}

/** How much of a whole, beside the two numbers. */
function Progress({ part, whole, good }: { part: number; whole: number; good: boolean }) {
  const format = useFormat();
  return (
    <div className="flex items-center gap-3 text-xs text-muted tabular-nums">
      <div aria-hidden className="h-2 min-w-16 flex-1 overflow-hidden rounded-xs bg-raised">
        <div
          className={cn("h-full", good ? "bg-accent" : "bg-warn")}
          style={{ width: `${Math.min(100, (100 * part) / Math.max(whole, 1))}%` }}
        />
      </div>
      {format.integer(part)} / {format.integer(whole)}
    </div>
  );
}

/** The return of each tenth of the sessions, in order of time, the best one outlined. */
function Tenths({ parts, best }: { parts: readonly number[]; best: number }) {
  const t = useTranslations("research.diagnosis");
  const format = useFormat();
  const most = Math.max(...parts.map(Math.abs), Number.EPSILON);
  return (
    <ol aria-label={t("tenths")} className="grid h-14 grid-cols-10 gap-1">
      {parts.map((part, index) => (
        <li
          key={index}
          aria-label={t("tenth", { tenth: index + 1, part: format.percent(part, 3, true) })}
          title={t("tenth", { tenth: index + 1, part: format.percent(part, 3, true) })}
          className={cn("relative rounded-xs bg-raised", index + 1 === best && "outline outline-faint")}
        >
          <div aria-hidden className="absolute inset-x-0 top-1/2 border-t border-line" />
          <div
            aria-hidden
            className={cn("absolute inset-x-0.5", part < 0 ? "top-1/2 bg-down" : "bottom-1/2 bg-up")}
            style={{ height: part === 0 ? 0 : `max(2px, ${(46 * Math.abs(part)) / most}%)` }}
          />
        </li>
      ))}
    </ol>
  );
}

function Costs({ shown }: { shown: Extract<Shown, { code: "cost_sensitivity" }> }) {
  const t = useTranslations("research.diagnosis");
  const bps = useBps();
  const rows = [
    { name: t("gross"), value: shown.gross },
    { name: t("net"), value: shown.net },
    { name: t("netAtTwice"), value: shown.netAtTwice },
  ];
  return <BarRows label={t("perSession")} rows={rows.map((row) => ({ ...row, text: bps(row.value) }))} />;
}

/** Bars between a decision and its fill: one at least, or it was filled at its own signal. */
function Delay({ bars }: { bars: number }) {
  const t = useTranslations("research.diagnosis");
  return (
    <div className="flex items-center gap-3 text-xs text-muted tabular-nums">
      <div className="flex-1">
        <SignedBar value={Math.max(bars, 0)} all={[Math.max(bars, 1)]} />
      </div>
      {t("delay", { bars })}
    </div>
  );
}
