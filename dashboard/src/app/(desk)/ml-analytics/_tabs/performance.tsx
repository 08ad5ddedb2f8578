import { CostsCard } from "@/features/analytics/components/costs-table";
import { DiagnosisCards } from "@/features/analytics/components/diagnosis-cards";
import { EquityCard } from "@/features/analytics/components/equity-card";
import { Figures } from "@/features/analytics/components/figure-view";
import { KpisCard } from "@/features/analytics/components/kpis-card";
import { ReturnHeatMap } from "@/features/analytics/components/return-heat-map";
import { SessionPnlCard } from "@/features/analytics/components/session-pnl-card";
import { TradeDistribution } from "@/features/analytics/components/trade-distribution";

/** What it earned, when, and beside what; and how that may deceive. */
export function Performance() {
  return (
    <Figures>
      <div className="flex flex-col gap-4">
        <KpisCard />
        <EquityCard />
        <SessionPnlCard />
        <CostsCard />
        <TradeDistribution />
        <ReturnHeatMap />
        <DiagnosisCards />
      </div>
    </Figures>
  );
}
