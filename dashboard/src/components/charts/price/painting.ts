/**
 * Name of the measures in the browser's performance timeline: from hearing a message to the frame that shows it.
 *
 * A journey reads them with `performance.getEntriesByName("usdcop.paint")`; `duration` is in milliseconds.
 */
export const PAINT = "usdcop.paint";

/** So many are kept: the timeline of a page that is open all day must not grow. */
const KEPT = 2_000;

let newest = 0;
let taken = 0;

/** Measures the time from `heard` (by `performance.now()`) to the end of the next frame's drawing, once per message. */
export function paintedAfter(heard: number): void {
  if (heard <= newest) return;
  newest = heard;
  requestAnimationFrame(() => {
    // The chart drew in this frame already: its request stands before ours.
    if (taken >= KEPT) {
      performance.clearMeasures(PAINT);
      taken = 0;
    }
    taken += 1;
    performance.measure(PAINT, { start: heard, end: performance.now() });
  });
}
