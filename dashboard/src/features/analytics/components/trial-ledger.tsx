"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat } from "@/components/ui/stat";
import { EmptyState } from "@/components/ui/states";
import { type NumberFormat } from "@/lib/format/numbers";
import { useFormat } from "@/lib/format/use-format";
import { type Trials, useTrials } from "../api/research";
import { FigureView } from "./figure-view";
import { Known, useReason } from "./known";
import { LookTable } from "./look-table";
import { looksOf } from "./looks";
import { NextLook } from "./next-look";
import { TrialStrip } from "./trial-strip";

/** Every look at the sessions that judge the model, what the next one would be, and what all do to its Sharpe ratio. */
export function TrialLedger() {
  const t = useTranslations("research.trials");
  const query = useTrials();
  return (
    <Card title={t("title")} aria-label={t("title")} hint={t("hint")}>
      <FigureView query={query} skeleton={<Skeleton className="h-96" />}>
        {(data) => <Looks data={data} />}
      </FigureView>
    </Card>
  );
}

function Looks({ data }: { data: Trials }) {
  const t = useTranslations("research.trials");
  const looks = looksOf(data.data);
  const own = looks.find(({ isOwn }) => isOwn)?.number ?? null;
  return (
    <div className="flex flex-col gap-4">
      <NextLook next={data.next_look} own={own} />
      {own !== null && <Figures data={data} />}
      {looks.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>
      ) : (
        <>
          <TrialStrip trials={data.data} hurdle={data.hurdle} own={data.sharpe} />
          <LookTable looks={looks} />
        </>
      )}
      <p className="text-xs text-muted">{othersOf(data.others) ? t("others") : data.others}</p>
    </div>
  );
}

/** Whether the service says what we have words for. */
const othersOf = (told: string) => told === "Looks that were taken in other homes cannot be seen here.";

function Figures({ data }: { data: Trials }) {
  const t = useTranslations("research.trials");
  const format = useFormat();
  const why = useReason();
  const known = (name: "sharpe" | "hurdle" | "deflated_sharpe", write: (value: number) => string) => (
    <Known text={data[name] === null ? null : write(data[name])} reason={why(data.reasons, name)} />
  );
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        <Stat
          label={t("sharpe")}
          value={known("sharpe", (value) => format.decimal(value, 2, true))}
          note={t("sharpeNote")}
        />
        <Stat
          label={t("deflated")}
          value={known("deflated_sharpe", (value) => share(value, format))}
          note={t("deflatedNote")}
        />
        <Stat
          label={t("hurdle")}
          value={known("hurdle", (value) => format.decimal(value, 2, true))}
          note={t("hurdleNote")}
        />
        <Stat label={t("count")} value={format.integer(data.trials)} note={t("countNote")} />
      </dl>
      <p className="max-w-prose text-sm text-muted">
        <Meaning data={data} />
      </p>
    </>
  );
}

/** A probability as a percentage that never rounds something to nothing, nor a doubt to certainty. */
function share(value: number, format: NumberFormat): string {
  if (value > 0 && value < 0.0005) return `< ${format.percent(0.001, 1)}`;
  if (value < 1 && value > 0.9995) return `> ${format.percent(0.999, 1)}`;
  return format.percent(value, 1);
}

/** The figures in a sentence. */
function Meaning({ data }: { data: Trials }) {
  const t = useTranslations("research.trials");
  const format = useFormat();
  const { trials, hurdle, sharpe, deflated_sharpe: deflated } = data;
  if (hurdle === null || sharpe === null || deflated === null) return t("meaningUnknown");
  const first =
    trials < 2 ? t("meaningOne") : t("meaningMany", { trials, hurdle: format.decimal(hurdle, 2) });
  return `${first} ${t(sharpe > hurdle ? "meaningAbove" : "meaningBelow", {
    sharpe: format.decimal(sharpe, 2),
    chance: share(deflated, format),
  })}`;
}
