"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import { FeedPanel } from "./feed-panel";
import { LayersPanel } from "./layers-panel";
import { ServicesPanel } from "./services-panel";
import { VerdictBanner } from "./verdict-banner";

// Below the first screen: their code comes after the answer, into places that are kept for them.
const IncidentsPanel = dynamic(() => import("./incidents-panel").then((file) => file.IncidentsPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});
const LatencyPanel = dynamic(() => import("./latency-panel").then((file) => file.LatencyPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});
const LivePathPanel = dynamic(() => import("./live-path-panel").then((file) => file.LivePathPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});
const DoctorPanel = dynamic(() => import("./doctor-panel").then((file) => file.DoctorPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

/** First the answer, then what it rests on, then what helps to mend it. */
export function DiagnosticsPage() {
  return (
    <div className="flex flex-col gap-4">
      <VerdictBanner />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <ServicesPanel />
          <IncidentsPanel />
          <LatencyPanel />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <FeedPanel />
          <LayersPanel />
          <LivePathPanel />
        </div>
      </div>
      <DoctorPanel />
    </div>
  );
}
