"use client";

import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import type { Place, SeriesLine } from "./lines";

interface Props {
  caption: string;
  places: readonly Place[];
  lines: readonly SeriesLine[];
  /** Values of each line, place by place. */
  values: readonly (readonly (number | null)[])[];
  nameOf: (place: Place) => string;
  write: (line: SeriesLine, value: number | null) => string;
}

/** The figures of a chart for those who would rather read them, the newest session first. */
export function SeriesTable({ caption, places, lines, values, nameOf, write }: Props) {
  const t = useTranslations("common.series");
  const rows = places.map((place, index) => ({ place, index })).reverse();
  return (
    <DataTable
      caption={caption}
      className="max-h-full overflow-y-auto"
      rows={rows}
      rowId={({ place }) => place.day}
      columns={[
        {
          id: "day",
          header: t("session"),
          cell: ({ place }) => nameOf(place),
          sortBy: ({ index }) => index,
          className: "whitespace-nowrap",
        },
        ...lines.map((line, column) => ({
          id: line.id,
          header: line.label,
          numeric: true,
          cell: ({ index }: { index: number }) => write(line, values[column]?.[index] ?? null),
          sortBy: ({ index }: { index: number }) => values[column]?.[index] ?? null,
        })),
      ]}
    />
  );
}
