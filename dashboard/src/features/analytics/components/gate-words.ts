"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import { useBps } from "./bps";

const UNITS: Readonly<Record<string, "percent" | "bps" | "ms">> = {
  max_drawdown: "percent",
  win_rate: "percent",
  cagr_fall: "percent",
  advantage_bps: "bps",
  inference_p99_ms: "ms",
  end_to_end_p99_ms: "ms",
};

/** A gate's texts and figures in the reader's language; one that we have no words for keeps the service's. */
export function useGateWords() {
  const t = useTranslations("analytics.gate");
  const format = useFormat();
  const bps = useBps();
  return {
    /** `fallback` is what the service calls it. */
    title: (name: string, fallback = name) => (t.has(`${name}.title`) ? t(`${name}.title`) : fallback),
    description: (name: string, fallback: string) => (t.has(`${name}.what`) ? t(`${name}.what`) : fallback),
    value: (name: string, value: number) =>
      ({
        percent: () => format.percent(value),
        bps: () => bps(value),
        ms: () => format.duration(value / 1_000),
        ratio: () => format.decimal(value),
      })[UNITS[name] ?? "ratio"](),
  };
}
