"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Changed } from "@/components/ui/changed";
import { Cost } from "@/components/ui/cost";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat, toneOf } from "@/components/ui/stat";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { ProblemError } from "@/lib/api/problem";
import { useFormat } from "@/lib/format/use-format";
import { useTrade } from "../api/queries";
import type { Leg, TradeAnswer } from "../api/types";
import { Detail } from "./detail";
import { Lineages } from "./lineages";
import { More } from "./step-body";
import { Timeline } from "./timeline";

/** One trade, reconstructed from raw rows to profit. */
export function TradeView({ id }: { id: string }) {
  const t = useTranslations("compliance.trade");
  const query = useTrade(id);
  if (query.error instanceof ProblemError && query.error.status === 404)
    return (
      <Card>
        <EmptyState title={t("absent", { id })}>{t("absentHelp")}</EmptyState>
      </Card>
    );
  return (
    <QueryView query={query} skeleton={<Loading />}>
      {(answer) => <Told answer={answer} />}
    </QueryView>
  );
}

function Loading() {
  return (
    <div className="flex flex-col gap-4" role="status" aria-busy>
      <Skeleton className="h-36" />
      <Skeleton className="h-[40rem]" />
    </div>
  );
}

function Told({ answer }: { answer: TradeAnswer }) {
  const t = useTranslations("compliance.trade");
  const { trade, contracts, lineages } = answer;
  const bundles = Object.entries(contracts);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Summary answer={answer} />
      {trade.legs.map((leg, place) => (
        <LegCard
          key={leg.fill.id}
          leg={leg}
          place={place}
          contract={leg.contract === null ? undefined : contracts[leg.contract]}
        />
      ))}
      <Lineages lineages={lineages} />
      {bundles.length > 0 && (
        <Card title={t("contracts")} hint={t("contractsHelp")}>
          {bundles.map(([hash, contract]) => (
            <More key={hash} label={hash}>
              <Detail of={contract} label={hash} />
            </More>
          ))}
        </Card>
      )}
    </div>
  );
}

function LegCard({
  leg,
  place,
  contract,
}: {
  leg: Leg;
  place: number;
  contract: Readonly<Record<string, unknown>> | undefined;
}) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  const title = t(place === 0 ? "entryLeg" : "nextLeg", { number: place + 1 });
  return (
    <Card
      title={title}
      hint={`${t(leg.fill.quantity_usd > 0 ? "bought" : "sold", { usd: format.usd(Math.abs(leg.fill.quantity_usd)) })} · ${format.price(leg.fill.price)}`}
    >
      <Timeline leg={leg} label={title} contract={contract} />
    </Card>
  );
}

function Summary({ answer: { trade, bars_changed } }: { answer: TradeAnswer }) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  return (
    <Card
      title={<span className="font-mono">{trade.id}</span>}
      hint={
        <>
          {format.day(trade.session)} · <Time at={trade.entered_at} />
          {trade.left_at !== null && (
            <>
              {" → "}
              <Time at={trade.left_at} as="time" />
            </>
          )}
        </>
      }
      actions={
        <>
          <Changed of={bars_changed} />
          <Badge tone={trade.direction === "long" ? "good" : "bad"}>{t(trade.direction)}</Badge>
          <Badge tone={trade.status === "open" ? "info" : "neutral"}>
            {t(trade.status === "open" ? "stillOpen" : "closed")}
          </Badge>
          <Badge tone={trade.complete ? "good" : "warn"}>
            {trade.complete ? (
              <CircleCheck aria-hidden className="size-3.5" />
            ) : (
              <TriangleAlert aria-hidden className="size-3.5" />
            )}
            {t(trade.complete ? "complete" : "incomplete")}
          </Badge>
        </>
      }
    >
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 xl:grid-cols-6">
        <Stat label={t("quantity")} value={format.usd(trade.quantity_usd)} />
        <Stat label={t("entryPrice")} value={format.price(trade.entry_price)} />
        <Stat label={t("exitPrice")} value={<Unknown value={trade.exit_price} as="price" />} />
        <Stat
          label={t("pnl")}
          value={<Unknown value={trade.pnl_cop} as="cop" />}
          note={trade.pnl_usd === null ? undefined : format.usd(trade.pnl_usd, true)}
          tone={toneOf(trade.pnl_cop)}
        />
        <Stat label={t("cost")} value={<Cost of={trade} />} />
        <Stat label={t("barsHeld")} value={<Unknown value={trade.bars_held} as="integer" />} />
      </dl>
    </Card>
  );
}

/** A figure of a trade that an open one does not have yet. */
function Unknown({ value, as }: { value: number | null; as: "price" | "cop" | "integer" }) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  if (value === null) return <span title={t("notYet")}>—</span>;
  return as === "cop" ? format.cop(value, true) : format[as](value);
}
