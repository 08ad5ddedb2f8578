import { CostsCard } from "@/features/analytics/components/costs-table";
import { EquityCard } from "@/features/analytics/components/equity-card";
import { KpisCard } from "@/features/analytics/components/kpis-card";
import { ReturnHeatMap } from "@/features/analytics/components/return-heat-map";
import { SessionPnlCard } from "@/features/analytics/components/session-pnl-card";
import { TradeDistribution } from "@/features/analytics/components/trade-distribution";

/** What it earned, when, and beside what. */
export function Performance() {
  return (
    <div className="flex flex-col gap-4">
      <KpisCard />
      <EquityCard />
      <SessionPnlCard />
      <CostsCard />
      <TradeDistribution />
      <ReturnHeatMap />
    </div>
  );
}
