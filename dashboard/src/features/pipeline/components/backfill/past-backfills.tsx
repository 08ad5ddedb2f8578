"use client";

import { useTranslations } from "next-intl";
import { QueryView } from "@/components/ui/query-view";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useBackfills } from "../../api/backfill";
import type { BackfillRow } from "../../api/types";
import { BackfillBadge } from "./backfill-badge";

/** What was asked for before, by whom, and what became of it. */
export function PastBackfills() {
  const t = useTranslations("pipeline.backfill");
  const query = useBackfills();
  return (
    <section aria-label={t("past")} className="mt-auto border-t border-line pt-3">
      <h3 className="mb-2 text-xs font-semibold text-muted">{t("past")}</h3>
      <QueryView
        query={query}
        empty={{
          when: ({ data }) => data.length === 0,
          show: (
            <p className="text-xs text-muted">
              {t("noPast")}. {t("noPastHelp")}
            </p>
          ),
        }}
      >
        {({ data }) => (
          <ul className="flex max-h-56 flex-col divide-y divide-line overflow-y-auto">
            {data.map((row) => (
              <Past key={row.id} row={row} />
            ))}
          </ul>
        )}
      </QueryView>
    </section>
  );
}

function Past({ row }: { row: BackfillRow }) {
  const t = useTranslations("pipeline.backfill");
  const format = useFormat();
  return (
    <li className="flex flex-col gap-0.5 py-2 text-xs tabular-nums">
      <span className="flex items-center justify-between gap-2">
        <span className="font-medium">
          {format.day(row.first)} – {format.day(row.last)} {row.last.slice(0, 4)}
        </span>
        <BackfillBadge status={row.status} />
      </span>
      <span className="flex justify-between gap-2 text-muted">
        <span>
          {row.requested_by} · <Time at={row.requested_at} />
        </span>
        <span>
          {t("found")} {format.integer(row.bars_found)} / {format.integer(row.bars_missing)}
        </span>
      </span>
      {row.error !== null && <span className="text-down">{row.error}</span>}
    </li>
  );
}
