"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";

/** The cost of fills as every service tells it; null where its parts were not kept. */
export interface Costs {
  readonly spread_cop: number | null;
  readonly slippage_cop: number | null;
  readonly total_cost_cop: number | null;
}

/** What fills cost against the middle of bid and ask: spread and slippage, and below them both parts. */
export function Cost({ of }: { of: Costs }) {
  const t = useTranslations("common.cost");
  const f = useFormat();
  const { spread_cop, slippage_cop, total_cost_cop } = of;
  if (total_cost_cop === null) return <span title={t("notKept")}>{f.cop(null)}</span>;
  return (
    <span className="whitespace-nowrap">
      {f.cop(total_cost_cop)}
      <span className="block text-2xs text-muted">
        {t("parts", { spread: f.cop(spread_cop), slippage: f.cop(slippage_cop) })}
      </span>
    </span>
  );
}
