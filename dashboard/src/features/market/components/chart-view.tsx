"use client";

import { ChevronsRight, Table2, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, useCallback, useEffect, useId, useRef, useState } from "react";
import { BarsTable } from "@/components/charts/price/bars-table";
import type { Hover } from "@/components/charts/price/engine";
import type { Timeframe } from "@/components/charts/price/grid";
import { Legend } from "@/components/charts/price/legend";
import type { Marker } from "@/components/charts/price/markers";
import { type ChartControls, PriceCanvas } from "@/components/charts/price/price-canvas";
import type { Overlay } from "@/components/charts/price/series";
import type { Slot } from "@/components/charts/price/slots";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { Book } from "../api/candle-book";
import { GapNote } from "./gap-note";
import { useFormats } from "./use-formats";
import { usePlaces } from "./use-places";

interface Props {
  book: Book;
  timeframe: Timeframe;
  overlays: readonly Overlay[];
  markers: readonly Marker[];
  onNearStart: () => void;
  /** One line over the chart: what is being loaded, or could not be. */
  notice: string | null;
}

/** Legend, canvas, and the same as a table. */
export function ChartView({ book, timeframe, overlays, markers, onNearStart, notice }: Props) {
  const t = useTranslations("market.chart");
  const slots = usePlaces(book, timeframe);
  const formats = useFormats();
  const [hover, setHover] = useState<Hover | null>(null);
  const controls = useRef<ChartControls>(null);
  const help = useId();
  const newest = slots.at(-1);
  const places = useRef(slots);
  useEffect(() => {
    places.current = slots;
  });
  const hovered = useCallback((now: Hover | null) => {
    setHover((before) => {
      // Over a bar only the bar counts: a chart that is dragged keeps it under the pointer, and nothing is told anew.
      const isSame =
        before !== null && before.place === now?.place && places.current[now.place]?.bar !== null;
      return isSame ? before : now;
    });
  }, []);
  const pointed = hover === null ? undefined : slots[hover.place];
  if (newest === undefined) return <EmptyState title={t("empty")}>{t("emptyCure")}</EmptyState>;
  return (
    <>
      <Legend slot={pointed ?? newest} overlays={overlays} className="mt-3 min-h-14 sm:min-h-10" />
      <div
        className="relative flex min-h-0 flex-1 pt-1"
        data-bars={book.settled.length + (book.forming === null ? 0 : 1)}
      >
        <PriceCanvas
          label={t("title")}
          describedBy={help}
          timeframe={timeframe}
          slots={slots}
          heard={book.forming?.heard ?? null}
          overlays={overlays}
          markers={markers}
          formats={formats}
          onHover={hovered}
          onNearStart={onNearStart}
          controls={controls}
        />
        {hover !== null && pointed?.bar === null && <GapNote slots={slots} hover={hover} />}
        {notice !== null && (
          <p
            role="status"
            className="absolute top-12 left-2 z-10 rounded bg-raised px-2 py-1 text-xs text-muted"
          >
            {notice}
          </p>
        )}
        <div className="absolute top-2 left-1 z-10 flex rounded-md bg-surface/80 opacity-80 focus-within:opacity-100 hover:opacity-100">
          <Buttons controls={controls} />
          <AsTable slots={slots} />
        </div>
      </div>
      <p id={help} className="sr-only">
        {t("keys")} <Spoken slot={newest} />
      </p>
    </>
  );
}

const BUTTON = "size-8 bg-surface/80";

/** Zoom, and the way to the newest bar: the same whatever the price does. */
const Buttons = memo(function Buttons({ controls }: { controls: React.RefObject<ChartControls | null> }) {
  const t = useTranslations("market.chart");
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        className={BUTTON}
        aria-label={t("zoomOut")}
        onClick={() => controls.current?.zoom(1 / 1.4)}
      >
        <ZoomOut aria-hidden />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        className={BUTTON}
        aria-label={t("zoomIn")}
        onClick={() => controls.current?.zoom(1.4)}
      >
        <ZoomIn aria-hidden />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        className={BUTTON}
        aria-label={t("toNewest")}
        onClick={() => controls.current?.showNewest()}
      >
        <ChevronsRight aria-hidden />
      </Button>
    </>
  );
});

/** The newest bars as a table. */
function AsTable({ slots }: { slots: readonly Slot[] }) {
  const t = useTranslations("market.chart");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        className={BUTTON}
        aria-label={t("asTable")}
        onClick={() => setOpen(true)}
      >
        <Table2 aria-hidden />
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("tableCaption")} from="side">
        <BarsTable slots={slots} />
      </Dialog>
    </>
  );
}

/** The newest bar in words. */
function Spoken({ slot: { time, bar } }: { slot: Slot }) {
  const t = useTranslations("market.chart");
  const format = useFormat();
  if (bar === null) return null;
  return t("spoken", {
    time: format.moment(time),
    open: format.price(bar.open),
    high: format.price(bar.high),
    low: format.price(bar.low),
    close: format.price(bar.close),
  });
}
