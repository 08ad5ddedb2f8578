"use client";

import { useMemo } from "react";
import type { components } from "@/lib/api/types/analytics";
import { useUrlState } from "@/lib/url/use-url-state";

export type Basis = components["schemas"]["Basis"];

/** What all figures of the page are about. */
export interface AnalyticsFilter {
  /** A version or a role; null lets the service choose: the champion, else the challenger, else the newest. */
  readonly model: string | null;
  readonly basis: Basis;
  /** Calendar days back from the newest session. */
  readonly periodDays: number;
}

/** The filter as the endpoints of figures take it. */
export interface FigureQuery {
  readonly model?: string;
  readonly basis: Basis;
  readonly period_days: number;
}

export const PERIODS = [30, 90, 180, 365, 3660] as const;
const DEFAULT_PERIOD = 365;
const LONGEST = 3660;

/** The filter that an address asks for; what cannot be understood is as if it were not there. */
export function filterFrom(params: URLSearchParams): AnalyticsFilter {
  const model = params.get("model");
  const days = Number(params.get("period_days"));
  return {
    model: model !== null && /^(champion|challenger|shadow|[1-9]\d{0,8})$/.test(model) ? model : null,
    basis: params.get("basis") === "paper" ? "paper" : "backtest",
    periodDays: Number.isInteger(days) && days >= 1 && days <= LONGEST ? days : DEFAULT_PERIOD,
  };
}

/** The parameters of an endpoint of figures. */
export function queryOf({ model, basis, periodDays }: AnalyticsFilter): FigureQuery {
  return { ...(model !== null && { model }), basis, period_days: periodDays };
}

/** The page's filter, kept in its address; `query` goes to the endpoints as it is. */
export function useAnalyticsFilter(): {
  filter: AnalyticsFilter;
  query: FigureQuery;
  change: (part: Partial<AnalyticsFilter>) => void;
} {
  const [params, write] = useUrlState();
  return useMemo(() => {
    const filter = filterFrom(params);
    return {
      filter,
      query: queryOf(filter),
      change: (part) => {
        const next = { ...filter, ...part };
        write({
          model: next.model,
          basis: next.basis === "backtest" ? null : next.basis,
          period_days: next.periodDays === DEFAULT_PERIOD ? null : String(next.periodDays),
        });
      },
    };
  }, [params, write]);
}
