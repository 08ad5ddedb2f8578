"use client";

import { useTranslations } from "next-intl";
import { useUrlState } from "@/lib/url/use-url-state";
import { LayerGraph } from "./layers/layer-graph";
import { SummaryStrip } from "./summary/summary-strip";
import { PERIODS } from "./summary/verdict";

/** The main page: is every layer complete and fresh, and what is the history worth? */
export function PipelineBoard() {
  const t = useTranslations("pipeline");
  const [params, write] = useUrlState();
  const period = PERIODS.find((one) => one === params.get("period")) ?? "1y";
  return (
    <div className="flex flex-col gap-4">
      <h1 className="sr-only">{t("title")}</h1>
      <SummaryStrip
        period={period}
        onPeriod={(value) => write({ period: value })}
        onShowMissing={() => write({ grade: "none", until: null })}
      />
      <LayerGraph onOpen={(layer) => write({ layer })} />
    </div>
  );
}
