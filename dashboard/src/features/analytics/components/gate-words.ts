"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import type { Gate } from "../api/performance";
import { useBaselineName } from "./baseline-names";
import { useBps } from "./bps";
import { measuredFrom, neededFrom } from "./gate-sentences";

/** The edge is asked for in two ways, and each has its words. */
const keyOf = (name: string, unit?: string) =>
  name === "edge" && unit === "multiple" ? "edge_forward" : name;

/** An interval beside a gate, ready to be drawn. */
export interface GateInterval {
  readonly low: number;
  readonly high: number;
  /** Zero, or where the costs in force stand among their multiples. */
  readonly mark: number;
  readonly of: string;
  readonly text: string;
}

/** A gate's texts and figures in the reader's language; one that we have no words for keeps the service's. */
export function useGateWords() {
  const t = useTranslations("analytics.gate");
  const parts = useTranslations("analytics.gates");
  const format = useFormat();
  const bps = useBps();
  const baseline = useBaselineName();
  const times = (value: number) => `${format.decimal(value)}\u00a0×`;
  return {
    /** `fallback` is what the service calls it. */
    title: (name: string, fallback = name, unit?: string) => {
      const key = `${keyOf(name, unit)}.title`;
      return t.has(key) ? t(key) : fallback;
    },
    description: ({ name, unit, description }: Gate) => {
      const key = `${keyOf(name, unit)}.what`;
      return t.has(key) ? t(key) : description;
    },
    value: (unit: string, value: number): string => {
      if (unit === "p") return `p\u00a0${format.significant(value)}`;
      if (unit === "share") return format.percent(value);
      if (unit === "count") return format.integer(value);
      if (unit === "ms") return format.duration(value / 1_000);
      return times(value);
    },
    interval: (gate: Gate): GateInterval | null => {
      if (gate.low === null || gate.high === null) return null;
      const of = measuredFrom(gate.measured);
      const isMultiple = of?.key === "breakEven";
      const write = isMultiple ? times : bps;
      const text = parts("range", { low: write(gate.low), high: write(gate.high) });
      const told =
        of === null
          ? gate.measured
          : parts(`measured.${isMultiple && of.value !== null ? "breakEvenAt" : of.key}`, {
              baseline: of.baseline === null ? "" : baseline(of.baseline),
              value: of.value === null ? "" : times(of.value),
            });
      return { low: gate.low, high: gate.high, mark: isMultiple ? 1 : 0, of: told, text };
    },
    /** What would have had to be seen to pass; empty where nothing can be said. */
    needed: ({ needed }: Gate): string => {
      const told = neededFrom(needed);
      if (told === null) return needed;
      const [first = 0, second = 0] = told.numbers;
      return parts(`needs.${told.key}`, {
        mean: bps(first),
        sharpe: format.decimal(second, 1),
        target: format.integer(first),
        wealth: format.decimal(second),
        sessions: first,
        baseline: told.baseline === null ? "" : baseline(told.baseline),
      });
    },
  };
}
