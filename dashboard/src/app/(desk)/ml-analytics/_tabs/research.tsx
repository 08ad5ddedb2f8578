import { RunsTable } from "@/features/analytics/components/runs-table";
import { TrialLedger } from "@/features/analytics/components/trial-ledger";

/** How the models came about, and how often the test part was looked at. */
export function Research() {
  return (
    <div className="flex flex-col gap-4">
      <TrialLedger />
      <RunsTable />
    </div>
  );
}
