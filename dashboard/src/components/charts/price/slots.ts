import type { components } from "@/lib/api/types/trading";
import { type EpochMs, sessionClose, sessionOpening, type Timeframe, WIDTH } from "./grid";

export type Candle = components["schemas"]["Candle"];
export type Gap = components["schemas"]["GapBody"];
/** Why a bar is missing; `unknown` where no answer said so yet. */
export type Reason = Gap["reason"] | "unknown";

/** A place on the axis. The axis is ordinal: nights, weekends and holidays have no places, missing bars have. */
export interface Slot {
  readonly time: EpochMs;
  readonly bar: Candle | null;
  /** Why there is no bar; null where there is one. */
  readonly reason: Reason | null;
}

/** Places of `bars` (oldest first) and of the expected bars among them that are missing. */
export function slotsOf(bars: readonly Candle[], gaps: readonly Gap[], timeframe: Timeframe): Slot[] {
  const reasons = reasonsOf(gaps, timeframe);
  const slots: Slot[] = [];
  const since = bars[0]?.time ?? 0;
  const gapTimes = [...reasons.keys()].filter((time) => time > since);
  let next = 0;
  const gapsBefore = (time: EpochMs) => {
    for (; next < gapTimes.length && (gapTimes[next] ?? 0) <= time; next += 1) {
      const at = gapTimes[next] ?? 0;
      if (at < time) push(slots, { time: at, bar: null, reason: reasons.get(at) ?? "unknown" });
    }
  };
  const width = WIDTH[timeframe];
  let before: EpochMs | null = null;
  for (const bar of bars) {
    // Nearly always a bar follows the one before it: then there is nothing between to look for.
    if (before === null || bar.time !== before + width)
      for (const time of between(before, bar.time, timeframe)) {
        gapsBefore(time);
        push(slots, { time, bar: null, reason: reasons.get(time) ?? "unknown" });
      }
    gapsBefore(bar.time);
    push(slots, { time: bar.time, bar, reason: null });
    before = bar.time;
  }
  gapsBefore(Infinity);
  return slots;
}

/** Expected openings after the bar at `before` and before the bar at `time`, in their own sessions. */
export function between(before: EpochMs | null, time: EpochMs, timeframe: Timeframe): EpochMs[] {
  if (before === null) return [];
  const width = WIDTH[timeframe];
  if (sessionOpening(before) === sessionOpening(time)) return steps(before + width, time, width);
  return [...steps(before + width, sessionClose(before), width), ...steps(sessionOpening(time), time, width)];
}

/** Openings that are still expected in the session of `time` after it. */
export function ahead(time: EpochMs, timeframe: Timeframe): EpochMs[] {
  const width = WIDTH[timeframe];
  return steps(time + width, sessionClose(time), width);
}

/** Places where a session begins. */
export function sessionStarts(slots: readonly Slot[]): number[] {
  const starts: number[] = [];
  let before: EpochMs | null = null;
  slots.forEach(({ time }, place) => {
    const opening = sessionOpening(time);
    if (before !== null && before !== opening) starts.push(place);
    before = opening;
  });
  return starts;
}

/** First place of the session that the newest bar belongs to; 0 where there is none. */
export function newestSession(slots: readonly Slot[]): number {
  let place = slots.findLastIndex(({ bar }) => bar !== null);
  const opening = sessionOpening(slots[place]?.time ?? 0);
  while (place > 0 && sessionOpening(slots[place - 1]?.time ?? 0) === opening) place -= 1;
  return Math.max(0, place);
}

/** A run of missing bars, as places on the axis, both included. */
export interface Hole {
  readonly from: number;
  readonly to: number;
}

export function holesOf(slots: readonly Slot[]): Hole[] {
  const holes: Hole[] = [];
  slots.forEach(({ bar }, place) => {
    const last = holes.at(-1);
    if (bar !== null) return;
    if (last?.to === place - 1) holes[holes.length - 1] = { from: last.from, to: place };
    else holes.push({ from: place, to: place });
  });
  return holes;
}

/** First place from which `after` differs from `before`; the shorter's length where it is the longer's beginning. */
export function firstChange(before: readonly Slot[], after: readonly Slot[]): number {
  const shorter = Math.min(before.length, after.length);
  for (let place = 0; place < shorter; place += 1)
    if (before[place]?.bar !== after[place]?.bar || before[place]?.time !== after[place]?.time) return place;
  return shorter;
}

/** Index of the first of sorted `places` that is not before `place`. */
export function firstFrom(places: readonly number[], place: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? Infinity) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function reasonsOf(gaps: readonly Gap[], timeframe: Timeframe): Map<EpochMs, Reason> {
  const reasons = new Map<EpochMs, Reason>();
  for (const { start, end, reason } of gaps)
    for (const time of steps(Date.parse(start), Date.parse(end), WIDTH[timeframe])) reasons.set(time, reason);
  return reasons;
}

function steps(from: EpochMs, to: EpochMs, width: number): EpochMs[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((to - from) / width)) },
    (_, step) => from + step * width,
  );
}

/** Keeps places ascending, whatever order gaps were told in. */
function push(slots: Slot[], slot: Slot): void {
  const last = slots.at(-1);
  if (last === undefined || last.time < slot.time) slots.push(slot);
}
