"use client";

import { useTranslations } from "next-intl";
import type { Hover } from "@/components/charts/price/engine";
import type { Slot } from "@/components/charts/price/slots";
import { useFormat } from "@/lib/format/use-format";

/** Beside the pointer, over missing bars: which, and why. */
export function GapNote({ slots, hover }: { slots: readonly Slot[]; hover: Hover }) {
  const t = useTranslations("market.chart");
  const format = useFormat();
  const { from, to } = runAround(slots, hover.place);
  const [first, last] = [slots[from], slots[to]];
  if (first === undefined || last === undefined) return null;
  return (
    <div
      role="status"
      className="pointer-events-none absolute z-10 max-w-64 -translate-x-1/2 rounded-md border border-warn/40 bg-warn-soft px-2.5 py-1.5 text-xs text-warn"
      style={{ left: Math.max(120, hover.x), top: Math.max(8, hover.y - 64) }}
    >
      <p className="font-medium tabular-nums">
        {t("missing", { count: to - from + 1, from: format.moment(first.time), to: format.time(last.time) })}
      </p>
      <p>{t(`reason.${slots[hover.place]?.reason ?? "unknown"}`)}</p>
    </div>
  );
}

/** The run of missing bars of one reason around a place. */
export function runAround(slots: readonly Slot[], place: number): { from: number; to: number } {
  const reason = slots[place]?.reason ?? null;
  let [from, to] = [place, place];
  if (reason === null) return { from, to };
  while (slots[from - 1]?.reason === reason) from -= 1;
  while (slots[to + 1]?.reason === reason) to += 1;
  return { from, to };
}
