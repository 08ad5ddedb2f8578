import { ActionBalance } from "@/features/analytics/components/action-balance";
import { RiskPanel } from "@/features/analytics/components/risk-panel";

/** What a session may cost, and how the policy acts. */
export function Risk() {
  return (
    <div className="flex flex-col gap-4">
      <RiskPanel />
      <ActionBalance />
    </div>
  );
}
