"use client";

import { useMemo, useState } from "react";
import { useTranslations } from "next-intl";
import type { Overlay } from "@/components/charts/price/series";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { usePreferences } from "@/lib/preferences/store";
import { useCandles } from "../api/candles";
import { useTradeMarkers } from "../api/trade-markers";
import { ChartToolbar } from "./chart-toolbar";
import { ChartView } from "./chart-view";

/** Between the bars of the desk, which stay: the kill switch is always in sight. */
const FULL = "fixed inset-x-0 top-(--bars) bottom-0 z-20 h-auto rounded-none max-md:bottom-14";

/** The market's candles, live, with everything to look at them by. */
export function PriceChart({ className }: { className?: string }) {
  const t = useTranslations("market.chart");
  const timeframe = usePreferences((preferences) => preferences.timeframe);
  const indicators = usePreferences((preferences) => preferences.indicators);
  const { query, loadOlder, isLoadingOlder, olderError } = useCandles(timeframe);
  const [isFull, setFull] = useState(false);
  const hasVolume = useMemo(
    () => query.data?.settled.some(({ volume }) => volume !== null) ?? false,
    [query.data?.settled],
  );
  const overlays = useMemo(
    () => indicators.filter((one): one is Overlay => one !== "markers" && (one !== "volume" || hasVolume)),
    [indicators, hasVolume],
  );
  const markers = useTradeMarkers(timeframe, indicators.includes("markers"));
  return (
    <Card
      aria-label={t("title")}
      data-full={isFull || undefined}
      className={cn("min-h-96", className, isFull && FULL)}
    >
      <ChartToolbar hasVolume={hasVolume} isFull={isFull} onFull={setFull} />
      <QueryView query={query} skeleton={<Skeleton className="mt-3 flex-1" />}>
        {(book) => (
          <ChartView
            key={timeframe}
            book={book}
            timeframe={timeframe}
            overlays={overlays}
            markers={markers}
            onNearStart={loadOlder}
            notice={olderError !== null ? olderError.message : isLoadingOlder ? t("loadingOlder") : null}
          />
        )}
      </QueryView>
    </Card>
  );
}
