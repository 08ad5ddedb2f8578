"use client";

import { useQuery } from "@tanstack/react-query";
import { Info } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { Stat } from "@/components/ui/stat";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { sessionQuery } from "../../api/sessions";
import type { Cell, SessionRow } from "../../api/types";
import { LOOKS, lookOf } from "../sessions/cell-look";

/** The verdict on a session, and what each layer has of it. */
export function QualityReport({ session }: { session: string }) {
  const t = useTranslations("pipeline.sessions");
  const query = useQuery(sessionQuery(session));
  return (
    <QueryView query={query}>
      {(row) => (row === null ? <EmptyState title={t("noneTitle")} /> : <Report row={row} />)}
    </QueryView>
  );
}

function Report({ row }: { row: SessionRow }) {
  const t = useTranslations("pipeline.cell");
  const format = useFormat();
  return (
    <div className="flex flex-col gap-5">
      <Notes row={row} />
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Stat label={t("grade")} value={row.grade ?? "—"} />
        <Stat
          label={t("bars")}
          value={
            row.bars === null
              ? "—"
              : t("of", { bars: format.integer(row.bars), expected: format.integer(row.expected_bars) })
          }
        />
        <Stat label={t("holes")} value={format.integer(row.holes)} />
        <Stat
          label={t("largest")}
          value={row.largest_hole === null ? "—" : t("largestNote", { bars: row.largest_hole })}
        />
        <Stat label={t("suspect")} value={format.integer(row.suspect)} note={t("suspectHint")} />
        <Stat label={t("doubtful")} value={format.integer(row.doubtful)} note={t("doubtfulHint")} />
        <Stat label={t("refused")} value={format.integer(row.quarantined)} />
        <Stat
          label={`${t("opens")} – ${t("closes").toLowerCase()}`}
          value={
            <>
              <Time at={row.opens_at} as="time" /> – <Time at={row.closes_at} as="time" />
            </>
          }
        />
      </dl>
      <Layers row={row} />
    </div>
  );
}

function Notes({ row }: { row: SessionRow }) {
  const t = useTranslations("pipeline.cell");
  const notes: ReactNode[] = [
    !row.expected && t("isHoliday", { why: row.closed_because ?? "—" }),
    row.expected && row.grade === null && t("notJudged"),
    row.provisional === true && t("isProvisional"),
    row.stale === true && t("isStale"),
    row.thin_because !== null && t("isThin", { why: row.thin_because }),
  ].filter((note) => note !== false);
  if (notes.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5 rounded-md border border-line bg-raised px-3 py-2 text-sm">
      {notes.map((note, index) => (
        <li key={index} className="flex items-start gap-2">
          <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
          {note}
        </li>
      ))}
    </ul>
  );
}

function Layers({ row }: { row: SessionRow }) {
  const t = useTranslations("pipeline.cell");
  const words = useTranslations("pipeline.sessions.look");
  const names = useTranslations("pipeline.layers");
  const format = useFormat();
  const columns: Column<Cell>[] = [
    { id: "layer", header: t("layer"), cell: ({ layer }) => `${layer} ${names(layer)}` },
    {
      id: "state",
      header: t("state"),
      cell: (cell) => {
        const look = lookOf(cell, row);
        return `${LOOKS[look].sign} ${words(look)}`;
      },
    },
    { id: "rows", header: t("rows"), cell: ({ records }) => format.integer(records), numeric: true },
  ];
  return (
    <section aria-label={t("perLayer")}>
      <h3 className="mb-1 text-xs font-medium text-muted">{t("perLayer")}</h3>
      <DataTable caption={t("perLayer")} columns={columns} rows={row.layers} rowId={({ layer }) => layer} />
    </section>
  );
}
