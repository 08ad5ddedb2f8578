"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/lib/format/use-format";
import { isUnderWay, useBackfill } from "../../api/backfill";
import type { BackfillRow } from "../../api/types";
import { BackfillBadge } from "./backfill-badge";

interface Props {
  id: string;
  onDone: () => void;
}

/** How far a backfill is, and what it brought. */
export function Progress({ id, onDone }: Props) {
  const t = useTranslations("pipeline.backfill");
  const query = useBackfill(id);
  return (
    <section aria-label={t("progressLabel")} className="rounded-md border border-accent/40 p-3">
      <QueryView query={query} skeleton={<Skeleton className="h-16" />}>
        {(row) => <Told row={row} onDone={onDone} />}
      </QueryView>
    </section>
  );
}

function Told({ row, onDone }: { row: BackfillRow; onDone: () => void }) {
  const t = useTranslations("pipeline.backfill");
  const format = useFormat();
  const share = row.requests === 0 ? (isUnderWay(row) ? 0 : 1) : row.requests_done / row.requests;
  return (
    <div className="flex flex-col gap-2 text-sm tabular-nums" role="status">
      <div className="flex items-center justify-between gap-2">
        <span>
          {format.day(row.first)} – {format.day(row.last)} {row.last.slice(0, 4)}
        </span>
        <BackfillBadge status={row.status} />
      </div>
      <div
        role="progressbar"
        aria-label={t("progressLabel")}
        aria-valuemin={0}
        aria-valuemax={row.requests}
        aria-valuenow={row.requests_done}
        className="h-1.5 overflow-hidden rounded-full bg-raised"
      >
        <div className="h-full bg-accent transition-[width]" style={{ width: `${share * 100}%` }} />
      </div>
      <p className="text-xs text-muted">
        {t("progress", { done: row.requests_done, total: row.requests })}
        {row.status === "queued" && ` · ${t("queued")}`}
      </p>
      {row.bars_found !== null && (
        <p>
          {t("result", {
            found: format.integer(row.bars_found),
            missing: format.integer(row.bars_missing),
          })}
          ; {t("refusedBars", { bars: row.bars_missing - row.bars_found })}.
        </p>
      )}
      {row.error !== null && (
        <p className="text-down">
          {row.error} <span className="text-muted">{t("failedHelp")}</span>
        </p>
      )}
      {!isUnderWay(row) && (
        <Button size="sm" className="self-end" onClick={onDone}>
          {t("done")}
        </Button>
      )}
    </div>
  );
}
