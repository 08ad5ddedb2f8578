"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { usePart } from "../../api/overview";
import { type Layer, LAYERS } from "../../api/types";
import { Edges } from "./edges";
import { LayerNode } from "./layer-node";

/** Columns of five layers in a row, then the two that are made from the last of them above one another. */
const GRID = "relative grid grid-cols-1 gap-y-4 lg:h-60 lg:grid-cols-6 lg:grid-rows-2 lg:gap-y-0";
const PLACES: Record<Layer, string> = {
  L0: "lg:col-start-1",
  L1: "lg:col-start-2",
  L2: "lg:col-start-3",
  L3: "lg:col-start-4",
  L4: "lg:col-start-5",
  L5: "lg:col-start-6 lg:row-start-1",
  L6: "lg:col-start-6 lg:row-start-2",
};
const IN_LINE = "lg:row-span-2 lg:row-start-1";
const NODE = "mr-7 min-h-22 lg:mx-2.5 lg:my-0 lg:self-center";

/** L0 to L6 as they are made from one another. */
export function LayerGraph({ onOpen }: { onOpen: (layer: Layer) => void }) {
  const t = useTranslations("pipeline.layers");
  const status = usePart("status");
  const health = usePart("health").data;
  return (
    <Card title={t("title")} hint={t("hint")} aria-label={t("title")}>
      <QueryView query={status} skeleton={<GraphSkeleton />}>
        {({ layers }) => (
          <div className={GRID}>
            <Edges
              running={
                new Set(layers.filter(({ run }) => run?.status === "running").map(({ layer }) => layer))
              }
            />
            {layers.map((layer) => (
              <LayerNode
                key={layer.layer}
                status={layer}
                health={health?.layers.find((one) => one.layer === layer.layer)}
                onOpen={() => onOpen(layer.layer)}
                className={cn(NODE, PLACES[layer.layer], !isBranch(layer.layer) && IN_LINE)}
              />
            ))}
          </div>
        )}
      </QueryView>
    </Card>
  );
}

const isBranch = (layer: Layer) => layer === "L5" || layer === "L6";

function GraphSkeleton() {
  return (
    <div className={GRID} role="status" aria-busy>
      {LAYERS.map((layer) => (
        <Skeleton key={layer} className={cn(NODE, PLACES[layer], !isBranch(layer) && IN_LINE)} />
      ))}
    </div>
  );
}
