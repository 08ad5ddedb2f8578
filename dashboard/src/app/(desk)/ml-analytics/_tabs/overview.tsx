"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import { RoleCards } from "@/features/analytics/components/role-cards";
import { VerdictBanner } from "@/features/analytics/components/verdict-banner";

// Below the first screen: their code comes after the verdict, into places that are kept for them.
const GatesCard = dynamic(
  () => import("@/features/analytics/components/gates-table").then((file) => file.GatesCard),
  { ssr: false, loading: () => <Skeleton className="h-[36rem]" /> },
);
const RivalsCard = dynamic(
  () => import("@/features/analytics/components/rivals-card").then((file) => file.RivalsCard),
  { ssr: false, loading: () => <Skeleton className="h-96" /> },
);
const ProofCard = dynamic(
  () => import("@/features/analytics/components/court-cards").then((file) => file.ProofCard),
  { ssr: false, loading: () => <Skeleton className="h-96" /> },
);
const DecayCard = dynamic(
  () => import("@/features/analytics/components/court-cards").then((file) => file.DecayCard),
  { ssr: false, loading: () => <Skeleton className="h-96" /> },
);

/** What the verdict comes to, who is deployed, whether the gates agree, and whether an edge is proven forward or decays. */
export function Overview() {
  return (
    <div className="flex flex-col gap-4">
      <VerdictBanner />
      <RoleCards />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <GatesCard />
        <RivalsCard />
      </div>
      <div className="grid gap-4 xl:grid-cols-2">
        <ProofCard />
        <DecayCard />
      </div>
    </div>
  );
}
