import { ModelsCard } from "@/features/analytics/components/models-card";
import { PromotionsCard } from "@/features/analytics/components/promotions-card";

/** Who may have which role: changes of roles, and the second person's agreement. */
export function Governance() {
  return (
    <div className="flex flex-col gap-4">
      <ModelsCard />
      <PromotionsCard />
    </div>
  );
}
