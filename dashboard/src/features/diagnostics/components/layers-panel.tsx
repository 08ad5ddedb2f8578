"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useLayers } from "../api/queries";
import { AsOf } from "./as-of";
import { StatusMark } from "./status-mark";

/** How fresh each layer of the pipeline is, and what to do where it is not. */
export function LayersPanel() {
  const t = useTranslations("diagnostics.layers");
  const query = useLayers();
  return (
    <Card title={t("title")} actions={<AsOf at={query.dataUpdatedAt} />}>
      <QueryView query={query} skeleton={<SkeletonRows rows={7} />}>
        {({ layers }) => (
          <ul className="flex flex-col gap-1.5 text-sm">
            {layers.map(({ layer, status, cause, next_step }) => (
              <li key={layer}>
                <div className="flex items-center gap-2">
                  <StatusMark status={status} />
                  <span className="w-6 font-medium tabular-nums">{layer}</span>
                  <span className="min-w-0 truncate text-muted">{t(`names.${layer}`)}</span>
                </div>
                {status !== "ok" && (
                  <p className="pl-14 text-xs">
                    {cause} {next_step !== null && <span className="text-muted">{next_step}</span>}
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}
