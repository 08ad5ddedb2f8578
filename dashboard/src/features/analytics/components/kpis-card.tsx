"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { FigureView } from "./figure-view";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat, toneOf } from "@/components/ui/stat";
import { useFormat } from "@/lib/format/use-format";
import { type Kpis, useKpis } from "../api/performance";
import { KindBadge } from "./badges";
import { Known, Sample, useReason } from "./known";

type Name = keyof Kpis["kpis"];
type Unit = "ratio" | "percent" | "gain";

const FIGURES: readonly (readonly [Name, Unit])[] = [
  ["sharpeRatio", "ratio"],
  ["sortinoRatio", "ratio"],
  ["calmarRatio", "ratio"],
  ["profitFactor", "ratio"],
  ["winRate", "percent"],
  ["cagr", "gain"],
  ["volatility", "percent"],
  ["maxDrawdown", "percent"],
  ["currentDrawdown", "percent"],
  ["benchmarkSpread", "gain"],
];

/** The performance figures of the chosen model, ledger and period, net of costs. */
export function KpisCard() {
  const t = useTranslations("analytics.kpis");
  const kpis = useKpis();
  return (
    <Card
      title={t("title")}
      hint={kpis.data === undefined ? t("hint") : <Sample about={kpis.data} />}
      actions={kpis.data !== undefined && <KindBadge kind={kpis.data.data_kind} />}
    >
      <FigureView
        query={kpis}
        skeleton={
          <Grid>
            {FIGURES.map(([name]) => (
              <Skeleton key={name} className="h-16" />
            ))}
          </Grid>
        }
      >
        {(data) => <Figures data={data} />}
      </FigureView>
    </Card>
  );
}

function Figures({ data }: { data: Kpis }) {
  const t = useTranslations("analytics.kpis");
  const format = useFormat();
  const reasonOf = useReason();
  const write: Record<Unit, (value: number) => string> = {
    ratio: (value) => format.decimal(value),
    percent: (value) => format.percent(value, 2),
    gain: (value) => format.percent(value, 2, true),
  };
  return (
    <Grid>
      {FIGURES.map(([name, unit]) => {
        const value = data.kpis[name];
        return (
          <Stat
            key={name}
            label={t(`${name}.name`)}
            value={
              <Known
                text={value === null ? null : write[unit](value)}
                reason={reasonOf(data.reasons, name)}
              />
            }
            tone={unit === "gain" ? toneOf(value) : "plain"}
            note={t(`${name}.what`)}
          />
        );
      })}
    </Grid>
  );
}

function Grid({ children }: { children: React.ReactNode }) {
  return <dl className="grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-3 lg:grid-cols-5">{children}</dl>;
}
