import { ReportCard } from "@/features/analytics/components/report-card";

/** The evaluation report for reading. */
export function Report() {
  return <ReportCard />;
}
