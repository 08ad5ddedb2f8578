"use client";

import { useTranslations } from "next-intl";
import { useCallback, useMemo, useState } from "react";
import { Card } from "@/components/ui/card";
import { Choice } from "@/components/ui/choice";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { usePart } from "../../api/overview";
import { useSessions } from "../../api/sessions";
import type { Layer, SessionRow, Span } from "../../api/types";
import { GRADE_FILTERS, type GradeFilter, isWanted } from "./cell-look";
import { Legend } from "./legend";
import { MonthJump } from "./month-jump";
import { endOf, indexOfMonth, type Month, monthOf } from "./months";
import { SessionRows } from "./session-rows";

interface Props {
  grade: GradeFilter;
  onGrade: (grade: GradeFilter) => void;
  /** The month the grid begins with; null: the newest. */
  until: Month | null;
  onUntil: (month: Month | null) => void;
  span: Span | null;
  onSpan: (span: Span | null) => void;
  onCell: (session: string, layer: Layer) => void;
}

/** Every session against every layer, the newest first, back through all years. */
export function SessionGrid({ grade, onGrade, until, onUntil, span, onSpan, onCell }: Props) {
  const t = useTranslations("pipeline.sessions");
  const query = useSessions(until === null ? null : endOf(until));
  const { rows: read, hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  const rows = useMemo(() => read.filter((row) => isWanted(row, grade)), [read, grade]);
  const [top, setTop] = useState<string | null>(null);
  const [goTo, setGoTo] = useState<{ index: number } | null>(null);
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  const first = usePart("status").data?.layers[0];
  const jump = (month: Month | null) => {
    const newest = month === null || month >= monthOf(first?.newest_session ?? "9999");
    const index = newest
      ? until === null
        ? 0
        : -1
      : indexOfMonth(
          rows.map(({ session }) => session),
          month,
        );
    if (index < 0) onUntil(newest ? null : month);
    setGoTo({ index: Math.max(index, 0) });
  };
  return (
    <Card
      title={t("title")}
      hint={t("hint")}
      aria-label={t("title")}
      actions={
        <>
          <MonthJump
            month={top === null ? null : monthOf(top)}
            oldest={first?.first_session ?? null}
            newest={first?.newest_session ?? null}
            onJump={jump}
          />
          <Choice
            label={t("filter")}
            value={grade}
            onChange={(value) => {
              onGrade(value);
              setGoTo({ index: 0 });
            }}
            options={GRADE_FILTERS.map((value) => ({ value, label: t(`filters.${value}`) }))}
          />
        </>
      }
    >
      <QueryView
        query={{
          data: query.data === undefined && read.length === 0 ? undefined : rows,
          error: query.error,
          dataUpdatedAt: query.dataUpdatedAt,
          refetch: query.refetch,
        }}
        skeleton={<Skeleton className="h-[31rem]" />}
      >
        {(shown) =>
          shown.length === 0 && !hasNextPage ? (
            <Nothing isFiltered={grade !== "all"} />
          ) : (
            <SessionRows
              rows={shown}
              span={span}
              onSpan={onSpan}
              onCell={onCell}
              onNearEnd={readOn}
              onTop={setTop}
              goTo={goTo}
            />
          )
        }
      </QueryView>
      <div className="mt-3 flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-t border-line pt-3">
        <Legend />
        <Reach read={read} shown={rows.length} isReading={isFetchingNextPage} isWhole={!hasNextPage} />
      </div>
    </Card>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const t = useTranslations("pipeline.sessions");
  return isFiltered ? (
    <EmptyState title={t("emptyTitle")}>{t("emptyHelp")}</EmptyState>
  ) : (
    <EmptyState title={t("noneTitle")}>{t("noneHelp")}</EmptyState>
  );
}

interface ReachProps {
  read: readonly SessionRow[];
  shown: number;
  isReading: boolean;
  isWhole: boolean;
}

/** How far back was read. */
function Reach({ read, shown, isReading, isWhole }: ReachProps) {
  const t = useTranslations("pipeline.sessions");
  const format = useFormat();
  const oldest = read.at(-1)?.session;
  if (oldest === undefined) return null;
  return (
    <p className="text-xs text-muted tabular-nums" role="status">
      {isReading
        ? t("reading")
        : isWhole && shown === read.length
          ? t("shownAll", {
              shown: format.integer(shown),
              oldest: `${format.day(oldest)} ${oldest.slice(0, 4)}`,
            })
          : t("shown", { shown: format.integer(shown), read: format.integer(read.length) })}
    </p>
  );
}
