"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Digest } from "@/components/ui/copy";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import type { components } from "@/lib/api/types/orchestrator";
import { creditPlan } from "../api/credits";
import { useFeedState, useMarketHealth, useWaiting } from "../api/queries";
import { AsOf } from "./as-of";

type Feed = components["schemas"]["FeedStatus"];

const TONES: Record<Feed["state"], Tone> = {
  COLLECTING: "good",
  CLOSED: "neutral",
  WAITING_FOR_L0: "warn",
  DEGRADED: "warn",
  ENDED: "neutral",
};

/** The live feed: what it does, how fresh the quote is, the session's bars, and the vendor's credits. */
export function FeedPanel() {
  const t = useTranslations("diagnostics.feed");
  const query = useFeedState();
  return (
    <Card title={t("title")} actions={<AsOf at={query.dataUpdatedAt} />}>
      <QueryView query={query} skeleton={<SkeletonRows rows={9} />}>
        {(feed) => (
          <div className="flex flex-col gap-5">
            <State feed={feed} />
            <Bars bars={feed.bars} session={feed.session} unsettled={feed.unsettled} />
            <Credits feed={feed} />
          </div>
        )}
      </QueryView>
    </Card>
  );
}

function State({ feed }: { feed: Feed }) {
  const t = useTranslations("diagnostics.feed");
  const says = useTranslations("diagnostics");
  const format = useFormat();
  const waiting = useWaiting().data;
  const patience = waiting?.waiting === true ? waiting.patience_left_seconds : null;
  return (
    <section>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <Badge tone={TONES[feed.state]}>{t(`state.${feed.state}`)}</Badge>
        <span className="text-muted">
          {t("since")} <Time at={feed.since} /> {t("marketTime")}
        </span>
      </p>
      {patience !== null && (
        <p className="mt-1 text-xs">{t("patience", { left: format.duration(patience) })}</p>
      )}
      <ul>
        {feed.causes.map((cause) => (
          <li key={`${cause.trouble}-${cause.since}`} className="mt-2 text-xs">
            <span className="font-medium">{says(`troubleSays.${cause.trouble}`)}</span> {cause.sentence}{" "}
            <span className="text-muted">{cause.next_step}</span>
          </li>
        ))}
      </ul>
      <dl className="mt-3 grid grid-cols-2 gap-3">
        <Figure
          label={t("quoteAge")}
          value={format.duration(feed.quote_age_seconds)}
          why={feed.quote_age_seconds === null ? t("noQuote") : undefined}
        />
        <Figure
          label={t("interval")}
          value={format.duration(feed.poll_interval_seconds)}
          why={feed.poll_interval_seconds === null ? t("noInterval") : undefined}
        />
      </dl>
    </section>
  );
}

function Bars({
  bars,
  session,
  unsettled,
}: {
  bars: Feed["bars"];
  session: string | null;
  unsettled: number;
}) {
  const t = useTranslations("diagnostics.feed");
  const format = useFormat();
  return (
    <section>
      <Heading>
        {t("bars")}
        {session !== null && <span className="font-normal text-muted"> · {format.day(session)}</span>}
      </Heading>
      {bars === null ? (
        <p className="text-xs text-muted">{t("noBars")}</p>
      ) : (
        <dl className="grid grid-cols-4 gap-x-3 gap-y-2">
          <Figure label={t("expected")} value={format.integer(bars.expected)} />
          <Figure label={t("final")} value={format.integer(bars.final)} />
          <Figure label={t("missing")} value={format.integer(bars.missing)} bad={bars.missing > 0} />
          <Figure label={t("late")} value={format.integer(bars.late)} bad={bars.late > 0} />
          <Figure label={t("recovered")} value={format.integer(bars.recovered)} />
          <Figure label={t("revised")} value={format.integer(bars.revised)} />
          <Figure label={t("refused")} value={format.integer(bars.refused)} bad={bars.refused > 0} />
          <Figure label={t("unsettled")} value={format.integer(unsettled)} bad={unsettled > 2} />
        </dl>
      )}
    </section>
  );
}

function Credits({ feed }: { feed: Feed }) {
  const t = useTranslations("diagnostics.feed");
  const format = useFormat();
  const market = useMarketHealth().data?.market_status;
  const untilClose = market?.next_event_type === "market_close" ? market.time_to_next_event : null;
  const left = feed.credits.reduce((sum, key) => sum + key.left, 0);
  const plan = creditPlan(left, feed.poll_interval_seconds, untilClose);
  return (
    <section>
      <Heading>{t("credits")}</Heading>
      {feed.credits.length === 0 ? (
        <p className="text-xs text-muted">{t("noKeys")}</p>
      ) : (
        <ul className="text-sm">
          {feed.credits.map((key) => (
            <li key={key.key} className="flex items-center justify-between gap-2">
              <Digest text={key.key} label={t("copyKey")} done={t("copied")} />
              <span className="tabular-nums">{t("left", { left: format.integer(key.left) })}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-2 text-xs text-muted">
        {plan === null
          ? t("noPlan")
          : t("plan", {
              quotes: format.integer(plan.quotes),
              bars: format.integer(plan.bars),
              spare: format.integer(plan.spare),
            })}
      </p>
    </section>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return <h3 className="mb-2 text-xs font-semibold">{children}</h3>;
}

interface FigureProps {
  label: string;
  value: string;
  /** Why there is no value. */
  why?: string | undefined;
  bad?: boolean;
}

function Figure({ label, value, why, bad = false }: FigureProps) {
  return (
    <div className="min-w-0" title={why}>
      <dt className="truncate text-xs text-muted">{label}</dt>
      <dd className={`text-sm font-medium tabular-nums ${bad ? "text-warn" : ""}`}>
        {value}
        {why !== undefined && <span className="sr-only"> {why}</span>}
      </dd>
    </div>
  );
}
