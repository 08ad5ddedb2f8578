"use client";

import { LocateFixed, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { Gantt, type GanttBar } from "@/components/charts/gantt";
import { type Span, zoomed } from "@/components/charts/gantt-scale";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Choice } from "@/components/ui/choice";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { useMarketTime, usePart } from "../../api/overview";
import { useRuns } from "../../api/runs";
import { LAYERS } from "../../api/types";
import { type Attempt, attemptsOf } from "./attempts";
import { barsOf } from "./bars";
import { RunBadge } from "./run-badge";
import { RunDialog } from "./run-dialog";
import { RunTable } from "./run-table";
import { useSpoken } from "./spoken";

export type RunsAs = "chart" | "table";

interface Props {
  as: RunsAs;
  onAs: (as: RunsAs) => void;
  /** The run whose details are open. */
  opened: number | null;
  onOpen: (id: number | null) => void;
}

const LANES = LAYERS.map((id) => ({ id, label: id }));
/** What is shown at first: an hour before now, and a little room. */
const BEFORE_MS = 60 * 60_000;
const AFTER_MS = 4 * 60_000;

/** All runs of all layers, in market time; new ones appear while they happen. */
export function RunHistory({ as, onAs, opened, onOpen }: Props) {
  const t = useTranslations("pipeline.runs");
  const common = useTranslations("common");
  const query = useRuns();
  const part = usePart("runs");
  const { rows } = query;
  const attempts = useMemo(() => attemptsOf(rows), [rows]);
  const newestFirst = useMemo(() => attempts.toReversed(), [attempts]);
  const shown = opened === null ? undefined : attempts.find(({ run }) => run.id === opened);
  const isKnown = query.data !== undefined || rows.length > 0;
  return (
    <Card
      title={t("title")}
      hint={as === "chart" ? t("hint") : undefined}
      aria-label={t("title")}
      actions={
        <Choice
          label={t("as")}
          value={as}
          onChange={onAs}
          options={[
            { value: "chart", label: t("chart") },
            { value: "table", label: t("table") },
          ]}
        />
      }
    >
      <QueryView
        query={{
          data: isKnown ? attempts : undefined,
          error: part.error ?? query.error,
          dataUpdatedAt: part.dataUpdatedAt,
          refetch: () => Promise.all([part.refetch(), query.refetch()]),
        }}
        skeleton={<Skeleton className="h-68" />}
        empty={{
          when: (all) => all.length === 0,
          show: <EmptyState title={t("emptyTitle")}>{t("emptyHelp")}</EmptyState>,
        }}
      >
        {() =>
          as === "chart" ? (
            <Chart attempts={attempts} query={query} onOpen={onOpen} />
          ) : (
            <div className="flex max-h-120 flex-col overflow-y-auto">
              <RunTable attempts={newestFirst} onOpen={onOpen} />
              {query.hasNextPage && (
                <Button
                  size="sm"
                  className="mt-3 self-center"
                  disabled={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {common("loadMore")}
                </Button>
              )}
            </div>
          )
        }
      </QueryView>
      {shown !== undefined && <RunDialog attempt={shown} onClose={() => onOpen(null)} />}
    </Card>
  );
}

interface ChartProps {
  attempts: readonly Attempt[];
  query: Pick<ReturnType<typeof useRuns>, "hasNextPage" | "isFetchingNextPage" | "isError" | "fetchNextPage">;
  onOpen: (id: number) => void;
}

function Chart({ attempts, query, onOpen }: ChartProps) {
  const t = useTranslations("pipeline.runs");
  const format = useFormat();
  const told = useMarketTime();
  const lastStart = attempts.at(-1)?.run.started_at ?? null;
  const now = Math.max(...[told, lastStart].map((at) => (at === null ? 0 : Date.parse(at))));
  const [chosen, setChosen] = useState<Span | null>(null);
  const span = chosen ?? { from: now - BEFORE_MS, to: now + AFTER_MS };
  const bars = useMemo(() => barsOf(attempts, now), [attempts, now]);
  const byId = useMemo(() => new Map(attempts.map((one) => [String(one.run.id), one])), [attempts]);
  const oldest = attempts[0]?.run.started_at;
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  const isShort = oldest !== undefined && Date.parse(oldest) > span.from;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [isShort, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  const spoken = useSpoken();
  const zoom = (factor: number) =>
    setChosen(zoomed(span, factor, chosen === null ? now : (span.from + span.to) / 2));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2 text-xs text-muted tabular-nums">
        <span>
          {format.moment(span.from)} – {format.moment(span.to)}
        </span>
        <span className="flex items-center gap-1">
          <Button variant="ghost" size="icon" aria-label={t("in")} onClick={() => zoom(0.5)}>
            <ZoomIn aria-hidden />
          </Button>
          <Button variant="ghost" size="icon" aria-label={t("out")} onClick={() => zoom(2)}>
            <ZoomOut aria-hidden />
          </Button>
          <Button variant="ghost" size="sm" disabled={chosen === null} onClick={() => setChosen(null)}>
            <LocateFixed aria-hidden /> {t(chosen === null ? "following" : "follow")}
          </Button>
        </span>
      </div>
      <Gantt
        label={t("chartLabel", { from: format.moment(span.from), to: format.moment(span.to) })}
        lanes={LANES}
        bars={bars}
        span={span}
        onSpan={setChosen}
        now={now}
        detail={(bar, count) => <Detail attempt={byId.get(bar.id)} count={count} />}
        onSelect={(bar: GanttBar) => onOpen(Number(bar.id))}
        spoken={(bar, count) => spoken(byId.get(bar.id), count)}
      />
      <Key />
    </div>
  );
}

function Detail({ attempt, count }: { attempt: Attempt | undefined; count: number }): ReactNode {
  const t = useTranslations("pipeline.runs");
  const layers = useTranslations("pipeline.layers");
  const format = useFormat();
  if (attempt === undefined) return null;
  const { run, number } = attempt;
  return (
    <div className="flex flex-col gap-1 tabular-nums">
      {count > 1 && <p className="text-muted">{t("more", { count })}</p>}
      <p className="flex items-center justify-between gap-2 font-semibold">
        {t("detail", { id: run.id, layer: run.layer, name: layers(run.layer) })}
        <RunBadge status={run.status} />
      </p>
      <p>
        {format.clock(run.started_at)} – {run.completed_at === null ? "…" : format.clock(run.completed_at)} ·{" "}
        {format.duration(run.market_seconds)}
      </p>
      <p className="text-muted">
        {t("rows")} {format.integer(run.records)}
        {number > 1 && ` · ${t("tryNumber", { number })}`}
      </p>
      {run.error !== null && <p className="text-down">{run.error}</p>}
    </div>
  );
}

const SWATCHES = {
  completed: "bg-up",
  running: "bg-accent",
  failed: "bg-down",
  interrupted: "bg-warn",
} as const;

function Key() {
  const t = useTranslations("pipeline.runs.status");
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {(["completed", "running", "failed", "interrupted"] as const).map((status) => (
        <li key={status} className="flex items-center gap-1.5">
          <span aria-hidden className={`h-2.5 w-4 rounded-sm ${SWATCHES[status]}`} />
          {t(status)}
        </li>
      ))}
    </ul>
  );
}
