"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Hint } from "@/components/ui/hint";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useImports } from "../../api/imports";
import type { ImportRow } from "../../api/types";

const TONES: Record<ImportRow["state"], Tone> = {
  standing: "good",
  superseded: "neutral",
  uncertain: "warn",
  undone: "neutral",
  begun: "bad",
  undoing: "bad",
};

/** Every file that was imported: who brought it, by which clock it was read, and what became of it. */
export function ImportList() {
  const t = useTranslations("pipeline.imports");
  const common = useTranslations("common");
  const query = useImports();
  const columns = useColumns();
  return (
    <Card title={t("title")} hint={t("hint")} aria-label={t("title")}>
      <QueryView query={query} skeleton={<Skeleton className="h-40" />}>
        {({ pages }) => (
          <div className="flex max-h-120 flex-col overflow-y-auto">
            <DataTable
              caption={t("title")}
              columns={columns}
              rows={pages.flatMap(({ data }) => data)}
              rowId={({ id }) => id}
              empty={<EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>}
            />
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
        )}
      </QueryView>
    </Card>
  );
}

function useColumns(): Column<ImportRow>[] {
  const t = useTranslations("pipeline.imports");
  const format = useFormat();
  const year = (day: string) => `${format.day(day)} ${day.slice(0, 4)}`;
  return [
    {
      id: "id",
      header: t("id"),
      className: "font-mono text-xs whitespace-nowrap",
      cell: ({ id }) => (id.startsWith("S") ? <abbr title={t("supersedes")}>{id}</abbr> : id),
    },
    { id: "state", header: t("state"), cell: (row) => <State row={row} /> },
    {
      id: "when",
      header: t("when"),
      className: "whitespace-nowrap",
      cell: ({ at }) => <Time at={at} as="date" />,
    },
    { id: "by", header: t("by"), cell: ({ by }) => by },
    {
      id: "file",
      header: t("file"),
      className: "min-w-40 max-w-56 break-words",
      cell: ({ file, sha256 }) => <span title={`SHA-256 ${sha256}`}>{file}</span>,
    },
    { id: "clock", header: t("clock"), className: "min-w-36", cell: (row) => <ClockWords row={row} /> },
    {
      id: "rows",
      header: t("rows"),
      numeric: true,
      cell: ({ rows, refused }) => (
        <>
          {format.integer(rows)}
          {refused > 0 && (
            <span className="block text-2xs text-muted">{t("refused", { count: refused })}</span>
          )}
        </>
      ),
    },
    {
      id: "sessions",
      header: t("sessions"),
      className: "whitespace-nowrap",
      cell: ({ first, last }) =>
        first === null || last === null ? t("noSessions") : `${year(first)} – ${year(last)}`,
    },
  ];
}

/** What became of an import; the hint says what that means. */
function State({ row }: { row: ImportRow }) {
  const t = useTranslations("pipeline.imports");
  const why = t(`why.${row.state}`, {
    by: row.state === "undone" ? (row.undone_by ?? "—") : row.superseded_by.join(", "),
    why: row.uncertain ?? "",
  });
  return (
    <Hint text={why} onPress>
      <Badge tone={TONES[row.state]} tabIndex={0} className="cursor-help">
        {t(`states.${row.state}`)}
      </Badge>
    </Hint>
  );
}

/** What the service says of a clock in a word of its own. */
const FOUND: Record<string, "clockRight" | "clockUncertain"> = {
  right: "clockRight",
  uncertain: "clockUncertain",
};

/** What was found of the file's clock, and below it what was told. */
function ClockWords({ row: { clock_told: told, clock_found: found } }: { row: ImportRow }) {
  const t = useTranslations("pipeline.imports");
  return (
    <>
      {FOUND[found] ? t(FOUND[found]) : found}
      {told !== "auto" && (
        <span className="block text-2xs text-muted">{t("clockTold", { clock: told })}</span>
      )}
    </>
  );
}
