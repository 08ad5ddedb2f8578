"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { Choice } from "@/components/ui/choice";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { AccountsStrip } from "@/features/orders/components/accounts-strip";
import { useUrlState } from "@/lib/url/use-url-state";
import { Split } from "./split";
import { useIsWide } from "./use-is-wide";

const waiting = (className: string) => () => <Skeleton className={className} />;
const PriceChart = dynamic(
  () => import("@/features/market/components/price-chart").then((file) => file.PriceChart),
  { ssr: false, loading: waiting("min-h-96 flex-1") },
);
const SessionReplay = dynamic(
  () => import("@/features/market/components/session-replay").then((file) => file.SessionReplay),
  { ssr: false, loading: waiting("min-h-96 flex-1") },
);
const PolicyPanel = dynamic(
  () => import("@/features/market/components/policy-panel").then((file) => file.PolicyPanel),
  { ssr: false, loading: waiting("h-80") },
);
const OrderTicket = dynamic(
  () => import("@/features/orders/components/order-ticket").then((file) => file.OrderTicket),
  { ssr: false, loading: waiting("h-96") },
);
const Book = dynamic(() => import("@/features/orders/components/book").then((file) => file.Book), {
  ssr: false,
  loading: waiting("h-48 flex-1"),
});

const VIEWS = ["live", "replay"] as const;
const PANES = ["chart", "order", "book"] as const;

/** The trading terminal: the live market with orders beside it, or a past session played again. */
export function Terminal() {
  const t = useTranslations("market.terminal");
  const [params, write] = useUrlState();
  const isWide = useIsWide();
  const view = VIEWS.find((one) => one === params.get("view")) ?? "live";
  return (
    <div className="flex flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="sr-only">{t("title")}</h1>
        <Choice
          label={t("view")}
          value={view}
          onChange={(next) => write({ view: next === "live" ? null : next })}
          options={VIEWS.map((value) => ({ value, label: t(value) }))}
        />
        {isWide === true && view === "live" && <AccountsStrip className="flex-1" />}
      </div>
      {view === "replay" ? (
        <SessionReplay className="min-h-[44rem] flex-1" />
      ) : isWide === null ? (
        <Skeleton className="min-h-[44rem] flex-1" />
      ) : isWide ? (
        <Wide />
      ) : (
        <Narrow />
      )}
    </div>
  );
}

/** A desk's screen: chart over book, order and policy beside them. */
function Wide() {
  const t = useTranslations("market.terminal");
  return (
    <div className="grid flex-1 grid-cols-[minmax(0,1fr)_19rem] items-start gap-3 xl:grid-cols-[minmax(0,1fr)_21rem]">
      <Split
        place="trading.chart"
        label={t("split")}
        className="sticky top-20 h-[max(40rem,calc(100dvh-11rem))] has-data-full:z-20"
        upper={<PriceChart className="min-h-0 flex-1" />}
        lower={<Book className="min-h-0 flex-1 overflow-auto" />}
      />
      <div className="flex flex-col gap-3">
        <OrderTicket />
        <PolicyPanel />
      </div>
    </div>
  );
}

/** A phone's: one thing at a time. */
function Narrow() {
  const t = useTranslations("market.terminal");
  const [params, write] = useUrlState();
  const pane = PANES.find((one) => one === params.get("pane")) ?? "chart";
  const contents = {
    chart: (
      <div className="flex flex-col gap-3">
        <PriceChart className="h-[max(26rem,calc(100dvh-19rem))]" />
        <PolicyPanel />
      </div>
    ),
    order: <OrderTicket />,
    book: (
      <div className="flex flex-col gap-3">
        <AccountsStrip />
        <Book />
      </div>
    ),
  };
  return (
    <Tabs
      label={t("title")}
      value={pane}
      onValueChange={(next) => write({ pane: next === "chart" ? null : next })}
      tabs={PANES.map((value) => ({ value, label: t(value), content: contents[value] }))}
    />
  );
}
