"use client";

import { useSyncExternalStore } from "react";

const WIDE = "(min-width: 64rem)";

/** Whether there is room for the chart and the order form side by side; null before the browser said so. */
export function useIsWide(): boolean | null {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(WIDE);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => window.matchMedia(WIDE).matches,
    () => null,
  );
}
