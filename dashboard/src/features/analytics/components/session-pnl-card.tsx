"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FigureView } from "./figure-view";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useUrlState } from "@/lib/url/use-url-state";
import { type Equity, useEquity } from "../api/performance";
import { KindBadge } from "./badges";
import { useBps } from "./bps";
import { Sample } from "./known";
import { SessionDetail } from "./session-detail";

const SeriesChart = dynamic(
  () => import("@/components/charts/series/series-chart").then((loaded) => loaded.SeriesChart),
  { ssr: false, loading: () => <Skeleton className="h-60" /> },
);

/** Net result of each session as bars; the chosen one in figures. Which one is chosen stands in the address. */
export function SessionPnlCard() {
  const t = useTranslations("analytics.sessions");
  const equity = useEquity();
  return (
    <Card
      title={t("title")}
      hint={equity.data === undefined ? t("hint") : <Sample about={equity.data} />}
      actions={equity.data !== undefined && <KindBadge kind={equity.data.data_kind} />}
    >
      <FigureView
        query={equity}
        skeleton={<Skeleton className="h-72" />}
        empty={{
          when: (data) => data.sessions.length === 0,
          show: <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>,
        }}
      >
        {(data) => <Sessions equity={data} />}
      </FigureView>
    </Card>
  );
}

function Sessions({ equity }: { equity: Equity }) {
  const t = useTranslations("analytics.sessions");
  const bps = useBps();
  const [params, write] = useUrlState();
  const asked = params.get("session") ?? "";
  const at = equity.sessions.includes(asked) ? equity.sessions.indexOf(asked) : equity.sessions.length - 1;
  const day = equity.sessions[at] ?? null;
  const lines = useMemo(
    () => [
      {
        id: "pnl",
        label: t("result"),
        values: equity.returns,
        colour: "accent" as const,
        kind: "bars" as const,
      },
    ],
    [equity.returns, t],
  );
  const step = (by: number) => write({ session: equity.sessions[at + by] ?? null });
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <SeriesChart
        label={t("chart")}
        days={equity.sessions}
        lines={lines}
        height={220}
        format={(value) => bps(value === null ? null : value * 10_000)}
        onSelect={(session) => write({ session })}
      />
      <div className="flex flex-col gap-3 border-line max-lg:border-t max-lg:pt-3 lg:border-l lg:pl-4">
        <div className="flex items-center justify-between">
          <Button
            size="icon"
            variant="ghost"
            aria-label={t("before")}
            disabled={at <= 0}
            onClick={() => step(-1)}
          >
            <ChevronLeft aria-hidden />
          </Button>
          <p className="text-xs text-muted">{t("choose")}</p>
          <Button
            size="icon"
            variant="ghost"
            aria-label={t("after")}
            disabled={at >= equity.sessions.length - 1}
            onClick={() => step(1)}
          >
            <ChevronRight aria-hidden />
          </Button>
        </div>
        <SessionDetail day={day} />
      </div>
    </div>
  );
}
