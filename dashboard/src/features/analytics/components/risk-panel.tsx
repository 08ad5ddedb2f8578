"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SignedBar } from "@/components/charts/histogram-rows";
import { Card } from "@/components/ui/card";
import { FigureView } from "./figure-view";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat, toneOf } from "@/components/ui/stat";
import { EmptyState } from "@/components/ui/states";
import { type NumberFormat } from "@/lib/format/numbers";
import { useFormat } from "@/lib/format/use-format";
import { type RiskMetrics, useRiskMetrics } from "../api/research";
import { Known, Sample, useReason } from "./known";

/** Empirical risk of one session, what is held now, and what sudden moves would do to it. */
export function RiskPanel() {
  const t = useTranslations("research.risk");
  const query = useRiskMetrics();
  return (
    <Card title={t("title")} aria-label={t("title")} hint={query.data && <Sample about={query.data} />}>
      <FigureView
        query={query}
        skeleton={<Skeleton className="h-96" />}
        empty={{
          when: (data) => data.data_points === 0,
          show: <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>,
        }}
      >
        {(data) => (
          <div className="@container flex flex-col gap-5">
            <p className="max-w-prose text-xs text-muted">{t("horizon", { count: data.data_points })}</p>
            <Groups data={data} />
            <Stress data={data} />
          </div>
        )}
      </FigureView>
    </Card>
  );
}

type Shown = Exclude<
  { [Name in keyof RiskMetrics]: RiskMetrics[Name] extends number | null ? Name : never }[keyof RiskMetrics],
  "period_days" | "data_points" | "portfolioVaR95Percent"
>;

interface Line {
  name: Shown;
  write: (format: NumberFormat, value: number) => string;
  /** Coloured by its sign: gains and losses. */
  signed?: boolean;
}

const cop = (format: NumberFormat, value: number) => format.cop(value);
const usd = (format: NumberFormat, value: number) => format.usd(value);
const percent = (format: NumberFormat, value: number) => format.percent(value, 2);
const signedCop = (format: NumberFormat, value: number) => format.cop(value, true);

/** What belongs together, in the order in which it is read. */
const GROUPS: readonly { name: "loss" | "swing" | "held"; lines: readonly Line[] }[] = [
  {
    name: "loss",
    lines: [
      { name: "portfolioVaR95", write: cop },

      { name: "portfolioVaR99", write: cop },
      { name: "expectedShortfall95", write: cop },
    ],
  },
  {
    name: "swing",
    lines: [
      { name: "portfolioVolatility", write: percent },
      { name: "currentDrawdown", write: percent },
      { name: "maximumDrawdown", write: percent },
      { name: "bestCaseScenario", write: signedCop, signed: true },
      { name: "worstCaseScenario", write: signedCop, signed: true },
    ],
  },
  {
    name: "held",
    lines: [
      { name: "portfolioValue", write: cop },
      { name: "grossExposure", write: usd },
      { name: "netExposure", write: (format, value) => format.usd(value, true) },
      { name: "leverage", write: (format, value) => `${format.decimal(value, 2)}\u00a0×` },
      { name: "timeToLiquidate", write: (format, value) => `${format.decimal(value, 0)}\u00a0min` },
    ],
  },
];

function Groups({ data }: { data: RiskMetrics }) {
  const t = useTranslations("research.risk");
  const format = useFormat();
  const why = useReason();
  const figure = ({ name, write }: Line): ReactNode => {
    const value = data[name];
    return <Known text={value === null ? null : write(format, value)} reason={why(data.reasons, name)} />;
  };
  const note = (name: Shown): ReactNode => {
    if (data[name] === null) return why(data.reasons, name);
    if (name === "portfolioVaR95" && data.portfolioVaR95Percent !== null)
      return t("noteVaR95", { share: format.percent(data.portfolioVaR95Percent, 2) });
    return t(`note.${name}`);
  };
  return GROUPS.map((group) => (
    <section key={group.name} aria-label={t(`group.${group.name}`)} className="flex flex-col gap-2">
      <h3 className="text-xs font-semibold text-muted">{t(`group.${group.name}`)}</h3>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 @lg:grid-cols-3 @4xl:grid-cols-5">
        {group.lines.map((line) => (
          <Stat
            key={line.name}
            label={t(`figure.${line.name}`)}
            value={figure(line)}
            tone={line.signed === true ? toneOf(data[line.name]) : "plain"}
            note={note(line.name)}
            // A figure in pesos is long: it may take a second line, but is never cut off.
            className="[&>dt+dd]:text-base [&>dt+dd]:whitespace-normal @lg:[&>dt+dd]:text-lg"
          />
        ))}
      </dl>
    </section>
  ));
}

/** What each sudden move of the price would do to the newest position. */
function Stress({ data }: { data: RiskMetrics }) {
  const t = useTranslations("research.risk");
  const format = useFormat();
  const rows = data.stressTestResults;
  return (
    <section aria-label={t("stress")} className="flex flex-col gap-1">
      <h3 className="text-xs font-semibold text-muted">{t("stress")}</h3>
      <p className="text-xs text-muted">
        {data.netExposure === 0
          ? t("stressFlat")
          : t("stressHeld", { usd: format.usd(data.netExposure, true) })}
      </p>
      <table className="w-full text-xs">
        <caption className="sr-only">{t("stress")}</caption>
        <thead>
          <tr className="text-muted">
            <th scope="col" className="py-1 text-left font-normal">
              {t("move")}
            </th>
            <th scope="col" className="sr-only">
              {t("bar")}
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              {t("pnl")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ scenario, move, pnl_cop: pnl }) => (
            <tr key={scenario} className="border-t border-line/60">
              <th scope="row" className="py-1.5 pr-4 text-left font-normal whitespace-nowrap tabular-nums">
                USD/COP {format.percent(move, 0, true)}
              </th>
              <td className="w-full py-1.5">
                <SignedBar value={pnl} all={rows.map((row) => row.pnl_cop)} />
              </td>
              <td className="py-1.5 pl-4 text-right font-medium whitespace-nowrap tabular-nums">
                {format.cop(pnl, true)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
