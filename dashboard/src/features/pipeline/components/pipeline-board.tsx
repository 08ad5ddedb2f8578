"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { lazy, Suspense, useCallback } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { useUrlState } from "@/lib/url/use-url-state";
import { type Layer, LAYERS, type Span } from "../api/types";
import { spanFrom } from "./backfill/span";
import { LayerGraph } from "./layers/layer-graph";
import { GRADE_FILTERS } from "./sessions/cell-look";
import { SummaryStrip } from "./summary/summary-strip";
import { PERIODS } from "./summary/verdict";

// Below the first screen: their code comes after what is seen first, into places that are kept for them.
const SessionGrid = dynamic(() => import("./sessions/session-grid").then((file) => file.SessionGrid), {
  ssr: false,
  loading: () => <Skeleton className="h-[36rem]" />,
});
const BackfillPanel = dynamic(() => import("./backfill/backfill-panel").then((file) => file.BackfillPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-72" />,
});
const RunHistory = dynamic(() => import("./runs/run-history").then((file) => file.RunHistory), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});
const ImportList = dynamic(() => import("./imports/import-list").then((file) => file.ImportList), {
  ssr: false,
  loading: () => <Skeleton className="h-60" />,
});
const LayerDialog = lazy(() => import("./layers/layer-dialog"));
const CellDialog = lazy(() => import("./cell/cell-dialog"));
const CELL_TABS = ["quality", "quarantine", "manifest", "lineage"] as const;

/** The main page: is every layer complete and fresh, what is the history worth, what ran, and how to fill holes. */
export function PipelineBoard() {
  const t = useTranslations("pipeline");
  const [params, write] = useUrlState();
  const span = spanFrom(params.get("from"), params.get("to"));
  const opened = Number(params.get("run") ?? Number.NaN);
  const setSpan = useCallback(
    (next: Span | null) => write({ from: next?.first ?? null, to: next?.last ?? null }),
    [write],
  );
  const openCell = useCallback(
    (session: string, layer: Layer) => write({ cell: `${session}.${layer}` }),
    [write],
  );
  return (
    <div className="flex flex-col gap-4">
      <h1 className="sr-only">{t("title")}</h1>
      <SummaryStrip
        period={PERIODS.find((one) => one === params.get("period")) ?? "1y"}
        onPeriod={(period) => write({ period })}
        onShowMissing={() => write({ grade: "none", until: null })}
      />
      <LayerGraph onOpen={(layer) => write({ layer })} />
      <div className="grid min-w-0 gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <SessionGrid
          grade={GRADE_FILTERS.find((one) => one === params.get("grade")) ?? "all"}
          onGrade={(grade) => write({ grade: grade === "all" ? null : grade })}
          until={params.get("until")}
          onUntil={(until) => write({ until })}
          span={span}
          onSpan={setSpan}
          onCell={openCell}
        />
        <BackfillPanel span={span} onSpan={setSpan} />
      </div>
      <RunHistory
        as={params.get("runs") === "table" ? "table" : "chart"}
        onAs={(as) => write({ runs: as === "chart" ? null : as })}
        opened={Number.isNaN(opened) ? null : opened}
        onOpen={(id) => write({ run: id === null ? null : String(id) })}
      />
      <ImportList />
      <Suspense fallback={null}>
        <Dialogs params={params} write={write} />
      </Suspense>
    </div>
  );
}

interface DialogsProps {
  params: URLSearchParams;
  write: ReturnType<typeof useUrlState>[1];
}

/** What the address says is open. */
function Dialogs({ params, write }: DialogsProps) {
  const layer = LAYERS.find((one) => one === params.get("layer"));
  if (layer !== undefined) return <LayerDialog layer={layer} onClose={() => write({ layer: null })} />;
  const [session, of] = (params.get("cell") ?? "").split(".");
  const cell = LAYERS.find((one) => one === of);
  if (cell === undefined || session === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(session)) return null;
  return (
    <CellDialog
      session={session}
      layer={cell}
      tab={CELL_TABS.find((one) => one === params.get("tab")) ?? "quality"}
      onTab={(tab) => write({ tab })}
      onClose={() => write({ cell: null, tab: null })}
    />
  );
}
