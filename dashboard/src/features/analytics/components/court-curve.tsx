"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import type { SeriesLine } from "@/components/charts/series/lines";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/lib/format/use-format";
import type { Curve } from "../api/court";

const HEIGHT = 240;
const SeriesChart = dynamic(
  () => import("@/components/charts/series/series-chart").then((loaded) => loaded.SeriesChart),
  { ssr: false, loading: () => <Skeleton className="h-72" /> },
);

interface Props {
  curve: Curve;
  label: string;
  /** What the curve and the line it is held against are called, and where it began. */
  names: { readonly curve: string; readonly limit: string; readonly start: string };
  /** Whether reaching the line is good. */
  isGoal: boolean;
}

/** Wealth of bets on a logarithmic scale: as far up for doubling as for doubling again, with the line it is held against. */
export function CourtCurve({ curve, label, names, isGoal }: Props) {
  const format = useFormat();
  const days = useMemo(() => curve.data.map(({ session }) => session), [curve]);
  const lines = useMemo(
    (): SeriesLine[] => [
      {
        id: "curve",
        label: names.curve,
        // A logarithm has no place for what is lost altogether.
        values: curve.data.map(({ value }) => (value > 0 ? value : null)),
        colour: "accent",
      },
      {
        id: "limit",
        label: names.limit,
        values: curve.data.map(() => curve.limit),
        begins: curve.limit,
        colour: isGoal ? "up" : "down",
        dash: "dashed",
        width: 1,
      },
    ],
    [curve, names.curve, names.limit, isGoal],
  );
  const start = useMemo(() => ({ value: 1, label: names.start }), [names.start]);
  return (
    <SeriesChart
      label={label}
      days={days}
      lines={lines}
      start={start}
      scale="logarithmic"
      height={HEIGHT}
      format={(value) => format.decimal(value)}
    />
  );
}
