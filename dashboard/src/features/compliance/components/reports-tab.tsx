"use client";

import { Download, FileText } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Changed } from "@/components/ui/changed";
import { type Column, DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useUrlState } from "@/lib/url/use-url-state";
import { fileOf, useReports } from "../api/queries";
import type { ReportRow } from "../api/types";
import { Hash } from "./hash";
import { ReportForm } from "./report-form";

const ReportDialog = lazy(() => import("./report-dialog"));

/** Reports on periods: made when asked for, kept, and read in the page. */
export function ReportsTab() {
  const t = useTranslations("compliance.reports");
  const query = useReports();
  const [params, write] = useUrlState();
  const [made, setMade] = useState<ReportRow | null>(null);
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const wanted = params.get("report");
  const shown = rows.find(({ id }) => id === wanted) ?? (made?.id === wanted ? made : null);
  const open = (row: ReportRow) => write({ report: row.id });
  return (
    <div className="flex flex-col gap-4">
      <ReportForm
        onMade={(row) => {
          setMade(row);
          open(row);
        }}
      />
      <Card title={t("list")} hint={t("listHint")}>
        <QueryView
          query={query}
          skeleton={<SkeletonRows rows={4} />}
          empty={{
            when: () => rows.length === 0,
            show: <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>,
          }}
        >
          {() => (
            <>
              <Reports rows={rows} onOpen={open} />
              {query.hasNextPage && (
                <Button
                  className="mt-3 self-center"
                  onClick={() => void query.fetchNextPage()}
                  disabled={query.isFetchingNextPage}
                >
                  {t("older")}
                </Button>
              )}
            </>
          )}
        </QueryView>
      </Card>
      {shown !== null && (
        <Suspense>
          <ReportDialog report={shown} onClose={() => write({ report: null })} />
        </Suspense>
      )}
    </div>
  );
}

function Reports({ rows, onOpen }: { rows: readonly ReportRow[]; onOpen: (row: ReportRow) => void }) {
  const t = useTranslations("compliance.reports");
  const format = useFormat();
  const columns: Column<ReportRow>[] = [
    {
      id: "period",
      header: t("period"),
      sortBy: (row) => row.first,
      cell: (row) => (
        <span className="font-medium whitespace-nowrap">
          {format.day(row.first)} – {format.day(row.last)} {row.last.slice(0, 4)}{" "}
          <Changed of={row.bars_changed} />
        </span>
      ),
    },
    {
      id: "made",
      header: t("made"),
      sortBy: (row) => row.recorded_at,
      cell: (row) => <Time at={row.recorded_at} />,
      className: "whitespace-nowrap",
    },
    { id: "by", header: t("by"), sortBy: (row) => row.requested_by, cell: (row) => row.requested_by },
    { id: "digest", header: t("digest"), cell: (row) => <Hash of={row.digest} name={t("digest")} /> },
    {
      id: "open",
      header: t("read"),
      cell: (row) => (
        <span className="flex gap-2">
          <Button size="sm" onClick={() => onOpen(row)}>
            <FileText aria-hidden /> {t("openPdf")}
          </Button>
          <Button size="sm" variant="ghost" asChild>
            <a href={fileOf(row.id, "json")} download={`compliance_${row.first}_${row.last}.json`}>
              <Download aria-hidden /> JSON
            </a>
          </Button>
        </span>
      ),
    },
  ];
  return <DataTable caption={t("list")} columns={columns} rows={rows} rowId={(row) => row.id} />;
}
