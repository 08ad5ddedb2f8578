import type { EpochMs } from "@/components/charts/price/grid";
import type { components } from "@/lib/api/types/trading";

type Gap = components["schemas"]["GapBody"];

/** Gaps after the bar that opens at `time` was found after all: the one around it shrinks, splits or goes. */
export function withoutGapAt(gaps: readonly Gap[], time: EpochMs, width: number): readonly Gap[] {
  const place = gaps.findIndex(({ start, end }) => Date.parse(start) <= time && time < Date.parse(end));
  const gap = gaps[place];
  if (gap === undefined) return gaps;
  const parts = [
    part(gap, Date.parse(gap.start), time, width),
    part(gap, time + width, Date.parse(gap.end), width),
  ];
  return [...gaps.slice(0, place), ...parts.filter(({ bars }) => bars > 0), ...gaps.slice(place + 1)];
}

function part(gap: Gap, start: EpochMs, end: EpochMs, width: number): Gap {
  const iso = (at: EpochMs) => new Date(at).toISOString();
  return { ...gap, start: iso(start), end: iso(end), bars: Math.max(0, Math.round((end - start) / width)) };
}
