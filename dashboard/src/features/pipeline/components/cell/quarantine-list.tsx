"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useQuarantine } from "../../api/sessions";
import type { RefusedRow } from "../../api/types";
import { useReason } from "../use-reason";

/** Rows of a session that were refused, each as it came, with the reason. */
export function QuarantineList({ session }: { session: string }) {
  const t = useTranslations("pipeline.cell");
  const common = useTranslations("common");
  const query = useQuarantine(session);
  const columns = useColumns();
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const rows = pages.flatMap(({ data }) => data);
        return (
          <>
            <DataTable
              caption={t("quarantine")}
              columns={columns}
              rows={rows}
              rowId={(row) => `${row.time}:${row.run_id}:${row.row ?? ""}:${row.reason}`}
              empty={<EmptyState title={t("noQuarantine")}>{t("noQuarantineHelp")}</EmptyState>}
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
          </>
        );
      }}
    </QueryView>
  );
}

function useColumns(): Column<RefusedRow>[] {
  const t = useTranslations("pipeline.cell");
  const format = useFormat();
  const reason = useReason();
  return [
    {
      id: "time",
      header: t("time"),
      cell: ({ time }) => <Time at={time} as="time" />,
      sortBy: ({ time }) => time,
    },
    {
      id: "reason",
      header: t("reason"),
      cell: (row) => (
        <>
          <span className="font-medium">{reason(row.reason)}</span>
          {row.detail !== null && <span className="block text-xs text-muted">{row.detail}</span>}
        </>
      ),
      sortBy: (row) => row.reason,
    },
    {
      id: "prices",
      header: t("prices"),
      numeric: true,
      className: "whitespace-nowrap text-xs",
      cell: (row) =>
        row.raw ?? [row.open, row.high, row.low, row.close].map((price) => format.price(price)).join(" / "),
    },
    { id: "source", header: t("source"), className: "text-xs text-muted", cell: ({ source }) => source },
  ];
}
