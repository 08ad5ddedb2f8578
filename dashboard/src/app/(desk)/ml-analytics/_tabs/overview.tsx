import { DiagnosisCards } from "@/features/analytics/components/diagnosis-cards";
import { GatesCard } from "@/features/analytics/components/gates-table";
import { RivalsCard } from "@/features/analytics/components/rivals-card";
import { RoleCards } from "@/features/analytics/components/role-cards";
import { VerdictBanner } from "@/features/analytics/components/verdict-banner";

/** What the evaluation comes to, who is deployed, and whether the gates agree. */
export function Overview() {
  return (
    <div className="flex flex-col gap-4">
      <VerdictBanner />
      <RoleCards />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <GatesCard />
        <RivalsCard />
      </div>
      <DiagnosisCards />
    </div>
  );
}
