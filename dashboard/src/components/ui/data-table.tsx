"use client";

import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { EmptyState } from "./states";
import { TimeTabStop } from "./time";

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What the column is sorted by; without it the column is not sortable. */
  sortBy?: (row: Row) => string | number | null;
  /** Figures stand at the right, so that their digits line up. */
  numeric?: boolean;
  className?: string;
}

interface Props<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  onRowClick?: (row: Row) => void;
  empty?: ReactNode;
  className?: string;
}

/** Rows of one kind: sortable by keyboard, scrollable on a phone, with a caption for those who hear it. */
export function DataTable<Row extends object>({
  caption,
  columns,
  rows,
  rowId,
  onRowClick,
  empty,
  className,
}: Props<Row>) {
  const t = useTranslations("common.table");
  const table = useTable({
    features,
    data: rows,
    columns: columns.map((column) => definition(column)),
    getRowId: rowId,
  });
  if (rows.length === 0) return empty ?? <EmptyState title={t("empty")} />;
  const byId = new Map(columns.map((column) => [column.id, column]));
  return (
    <div
      className={cn("relative min-w-0 overflow-x-auto", className)}
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => {
                const sorted = header.column.getIsSorted();
                const column = byId.get(header.column.id);
                const Arrow = sorted === "asc" ? ArrowUp : sorted === "desc" ? ArrowDown : ChevronsUpDown;
                return (
                  <th
                    key={header.id}
                    scope="col"
                    aria-sort={sorted === false ? undefined : sorted === "asc" ? "ascending" : "descending"}
                    className={cn(
                      "border-b border-line px-2 py-1.5 text-left text-xs font-medium whitespace-nowrap text-muted",
                      column?.numeric === true && "text-right",
                    )}
                  >
                    {header.column.getCanSort() ? (
                      <button
                        type="button"
                        onClick={header.column.getToggleSortingHandler()}
                        className="inline-flex min-h-6 items-center gap-1 rounded hover:text-text"
                      >
                        {column?.header}
                        <Arrow aria-hidden className="size-3" />
                      </button>
                    ) : (
                      column?.header
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row, place) => (
            <tr
              key={row.id}
              className={cn(
                "border-b border-line/60 last:border-0",
                onRowClick && "cursor-pointer hover:bg-hover",
              )}
              onClick={onRowClick && (() => onRowClick(row.original))}
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  className={cn(
                    "px-2 py-1.5 align-middle",
                    column.numeric === true && "text-right tabular-nums",
                    column.className,
                  )}
                >
                  <TimeTabStop value={place === 0 ? 0 : -1}>{column.cell(row.original)}</TimeTabStop>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function definition<Row extends object>({ id, sortBy }: Column<Row>): ColumnDef<typeof features, Row> {
  return sortBy === undefined
    ? { id, enableSorting: false }
    : { id, accessorFn: sortBy, sortFn: "basic", sortUndefined: "last" };
}
