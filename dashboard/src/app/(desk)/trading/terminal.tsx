"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

const PriceChart = dynamic(
  () => import("@/features/market/components/price-chart").then((module) => module.PriceChart),
  { ssr: false, loading: () => <Skeleton className="min-h-96 flex-1" /> },
);

/** Chart, policy, orders. */
export function Terminal() {
  return (
    <div className="flex h-[calc(100dvh-7rem)] flex-col gap-4">
      <PriceChart className="flex-1" />
    </div>
  );
}
