"use client";

import { DoctorPanel } from "./doctor-panel";
import { FeedPanel } from "./feed-panel";
import { IncidentsPanel } from "./incidents-panel";
import { LatencyPanel } from "./latency-panel";
import { LayersPanel } from "./layers-panel";
import { LivePathPanel } from "./live-path-panel";
import { ServicesPanel } from "./services-panel";
import { VerdictBanner } from "./verdict-banner";

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
