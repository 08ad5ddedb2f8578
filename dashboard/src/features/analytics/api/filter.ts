"use client";

import { useMemo } from "react";
import type { components } from "@/lib/api/types/analytics";
import { useUrlState } from "@/lib/url/use-url-state";

type Schemas = components["schemas"];
export type Basis = Schemas["Basis"];
export type Window = Schemas["Window"];

/** What all figures of the page are about. */
export interface AnalyticsFilter {
  /** A version or a role; null lets the service choose: the champion, else the challenger, else the newest. */
  readonly model: string | null;
  readonly basis: Basis;
  /** The sessions that judge the model, or a number of calendar days back from the newest session. A paper account has only the latter. */
  readonly window: Window;
  /** Of the period. */
  readonly periodDays: number;
}

/** The filter as the endpoints of figures take it. */
export interface FigureQuery {
  readonly model?: string;
  readonly basis: Basis;
  readonly window: Window;
  readonly period_days: number;
}

export const PERIODS = [30, 90, 180, 365, 3660] as const;
const DEFAULT_PERIOD = 365;
const LONGEST = 3660;

/** The filter that an address asks for; what cannot be understood is as if it were not there. */
export function filterFrom(params: URLSearchParams): AnalyticsFilter {
  const model = params.get("model");
  const days = Number(params.get("period_days"));
  const basis = params.get("basis") === "paper" ? "paper" : "backtest";
  return {
    model: model !== null && /^(champion|challenger|shadow|[1-9]\d{0,8})$/.test(model) ? model : null,
    basis,
    window: basis === "paper" || params.has("period_days") ? "period" : "judged",
    periodDays: Number.isInteger(days) && days >= 1 && days <= LONGEST ? days : DEFAULT_PERIOD,
  };
}

/** The parameters of an endpoint of figures. */
export function queryOf({ model, basis, window, periodDays }: AnalyticsFilter): FigureQuery {
  return { ...(model !== null && { model }), basis, window, period_days: periodDays };
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
        const { model, basis } = { ...filter, ...part };
        write({
          model,
          basis: basis === "backtest" ? null : basis,
          ...(part.window === "judged" && { period_days: null }),
          ...(part.periodDays !== undefined && { period_days: String(part.periodDays) }),
        });
      },
    };
  }, [params, write]);
}
