"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import {
  barOpening,
  sessionOpening,
  type EpochMs,
  type Timeframe,
  WIDTH,
} from "@/components/charts/price/grid";
import type { Marker } from "@/components/charts/price/markers";
import { type Fill, useFills } from "./fills";
import { changesOf, type Opinion, voicesOf } from "./opinions";
import { useFillsAccount } from "./fills-account";
import { usePredictions } from "./predictions";

const TARGETS = { "-1": "short", 0: "flat", 1: "long" } as const;

/** The name of a target. */
export function targetName(target: number): "short" | "flat" | "long" {
  return target < 0 ? TARGETS["-1"] : target > 0 ? TARGETS[1] : TARGETS[0];
}

/** Where the leading bundle wanted another position. */
export function decisionMarkers(
  opinions: readonly Opinion[],
  timeframe: Timeframe,
  name: (target: "short" | "flat" | "long") => string,
): Marker[] {
  return changesOf(opinions).flatMap(({ time, target }) => {
    const opening = barOpening(Date.parse(time), timeframe);
    const kind = targetName(target);
    return opening === null ? [] : [{ time: opening, kind, text: name(kind) }];
  });
}

/** Fills, at the bar they happened in and at their price. */
export function fillMarkers(fills: readonly Fill[], timeframe: Timeframe): Marker[] {
  return fills.flatMap((fill) => {
    const opening = barOpening(filledIn(fill), timeframe);
    const kind = fill.quantity_usd > 0 ? ("bought" as const) : ("sold" as const);
    return opening === null ? [] : [{ time: opening, kind, price: fill.price }];
  });
}

/** Opening of the five-minute bar that a fill belongs to: at a bar's close, time alone would name the next. */
export function filledIn({ at, slot }: Pick<Fill, "at" | "slot">): EpochMs {
  return sessionOpening(Date.parse(at)) + slot * WIDTH["5m"];
}

/** The newest change of bars that a fill or an opinion was made of; null: of none. */
export function newestChange(
  made: readonly { readonly bars_changed: Fill["bars_changed"] }[],
): Fill["bars_changed"] {
  return made.reduce<Fill["bars_changed"]>((newest, { bars_changed: one }) => {
    if (one === null || newest === null) return one ?? newest;
    return Date.parse(one.recorded_at) > Date.parse(newest.recorded_at) ? one : newest;
  }, null);
}

/** What changed bars that a decision or a fill was made of, of those the chart marks. */
export function useChangedMarkers(): Fill["bars_changed"] {
  const { data: opinions } = usePredictions();
  const [account] = useFillsAccount();
  const { data: fills } = useFills(account);
  return useMemo(() => newestChange([...(opinions ?? []), ...(fills ?? [])]), [opinions, fills]);
}

/** Decisions of the champion, or of the challenger where there is none, and the chosen account's fills. */
export function useTradeMarkers(timeframe: Timeframe, isWanted: boolean): readonly Marker[] {
  const t = useTranslations("market.target");
  const { data: opinions } = usePredictions();
  const [account] = useFillsAccount();
  const { data: fills } = useFills(account);
  return useMemo(() => {
    if (!isWanted) return [];
    const leader = opinions === undefined ? undefined : voicesOf(opinions)[0];
    const said = opinions?.filter(({ bundle_hash }) => bundle_hash === leader?.bundle) ?? [];
    return [...decisionMarkers(said, timeframe, t), ...fillMarkers(fills ?? [], timeframe)];
  }, [isWanted, opinions, fills, timeframe, t]);
}
