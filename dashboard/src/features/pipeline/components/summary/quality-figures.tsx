"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Hint } from "@/components/ui/hint";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat } from "@/components/ui/stat";
import { useFormat } from "@/lib/format/use-format";
import type { DataQuality } from "../../api/types";
import { useReason } from "../use-reason";
import { type Grade, gradeShares, reasonsOf } from "./verdict";

const GRID =
  "grid grid-cols-2 gap-x-6 gap-y-4 md:grid-cols-3 xl:grid-cols-[minmax(0,2.2fr)_repeat(4,minmax(0,1fr))]";

/** Grades, coverage, missing bars, stale sessions and quarantine of a period. */
export function QualityFigures({ query }: { query: UseQueryResult<DataQuality> }) {
  return (
    <QueryView query={query} skeleton={<FiguresSkeleton />}>
      {(quality) => <Figures quality={quality} />}
    </QueryView>
  );
}

function Figures({ quality }: { quality: DataQuality }) {
  const t = useTranslations("pipeline.summary");
  const format = useFormat();
  const reason = useReason();
  const reasons = reasonsOf(quality.quarantine);
  return (
    <dl className={GRID}>
      <Grades quality={quality} />
      <Stat
        label={t("coverage")}
        value={format.percent(quality.coverage, 2)}
        note={t("coverageNote", {
          bars: format.integer(quality.bars),
          expected: format.integer(quality.expected_bars),
        })}
      />
      <Stat
        label={t("missing")}
        value={format.integer(quality.expected_bars - quality.bars)}
        note={t("missingNote", { sessions: quality.missing_sessions.length })}
      />
      <Stat label={t("stale")} value={format.integer(quality.stale_sessions.length)} note={t("staleNote")} />
      <Stat
        label={t("quarantine")}
        value={format.integer(quality.quarantined)}
        note={
          reasons.length === 0
            ? t("quarantineNone")
            : reasons.map(([name, rows]) => `${reason(name)} ${format.integer(rows)}`).join(" · ")
        }
      />
    </dl>
  );
}

const FILL: Record<Grade, string> = { A: "bg-up", B: "bg-up/55", C: "bg-warn", D: "bg-down" };

function Grades({ quality }: { quality: DataQuality }) {
  const t = useTranslations("pipeline.summary");
  const format = useFormat();
  const shares = gradeShares(quality.grades);
  const count = shares.reduce((sum, { sessions }) => sum + sessions, 0);
  return (
    <div className="col-span-2 min-w-0 md:col-span-3 xl:col-span-1">
      <dt className="text-xs text-muted">
        <Hint text={t("gradeHint")}>
          <button
            type="button"
            className="cursor-help rounded underline decoration-dotted underline-offset-4"
          >
            {t("grades", { count: format.integer(count) })}
          </button>
        </Hint>
      </dt>
      <dd className="mt-2 flex flex-col gap-1.5">
        <div aria-hidden className="flex h-2.5 gap-0.5 overflow-hidden rounded-full">
          {shares.map(
            ({ grade, share }) =>
              share > 0 && (
                <div key={grade} className={FILL[grade]} style={{ flexGrow: share, minWidth: 4 }} />
              ),
          )}
        </div>
        <ul className="flex flex-wrap gap-x-4 text-xs tabular-nums">
          {shares.map(({ grade, sessions, share }) => (
            <li key={grade} className="flex items-center gap-1.5">
              <span className={`size-2 rounded-sm ${FILL[grade]}`} />
              <span className="font-semibold">{grade}</span>
              <span>{format.integer(sessions)}</span>
              <span className="hidden text-muted sm:inline">
                {format.percent(count === 0 ? null : share)}
              </span>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

function FiguresSkeleton() {
  return (
    <div className={GRID} role="status" aria-busy>
      <Skeleton className="col-span-2 h-15 md:col-span-3 xl:col-span-1" />
      {Array.from({ length: 4 }, (_, index) => (
        <Skeleton key={index} className="h-15" />
      ))}
    </div>
  );
}
