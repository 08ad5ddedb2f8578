"use client";

import { create } from "zustand";
import { persist } from "zustand/middleware";

export type Timeframe = "5m" | "15m" | "30m" | "1h" | "1d";
export type Indicator = "ema" | "bollinger" | "volume" | "rsi" | "macd" | "markers";

interface Preferences {
  timeframe: Timeframe;
  indicators: readonly Indicator[];
  /** Heights, widths and open panels by name of the place; a place without an entry has its default. */
  layout: Readonly<Record<string, number>>;
  setTimeframe(timeframe: Timeframe): void;
  toggleIndicator(indicator: Indicator): void;
  setLayout(place: string, value: number): void;
}

/** What this browser's user likes, kept in the browser. Nothing a service said is ever stored here. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      timeframe: "5m",
      indicators: ["ema", "volume", "rsi", "markers"],
      layout: {},
      setTimeframe: (timeframe) => set({ timeframe }),
      toggleIndicator: (indicator) =>
        set(({ indicators }) => ({
          indicators: indicators.includes(indicator)
            ? indicators.filter((one) => one !== indicator)
            : [...indicators, indicator],
        })),
      setLayout: (place, value) => set(({ layout }) => ({ layout: { ...layout, [place]: value } })),
    }),
    { name: "usdcop.preferences", version: 1, skipHydration: true },
  ),
);
