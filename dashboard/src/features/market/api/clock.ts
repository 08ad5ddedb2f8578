"use client";

import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/trading";
import type { DataKind } from "@/lib/stream/messages";

type Health = components["schemas"]["TradingHealth"];

/** What the market's clock showed at one instant of ours; both in milliseconds since 1970. */
interface Sighting {
  readonly market: number;
  readonly wall: number;
  readonly isOpen: boolean;
}

export interface Clock {
  readonly health: Health;
  readonly now: Sighting;
  /** The sighting before, from which a replay's speed follows; null at first. */
  readonly before: Sighting | null;
}

const KEY = ["market", "clock"] as const;

/** The market's time as the trading service says it. */
const clockQuery = (client: QueryClient) =>
  queryOptions({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<Clock> => {
      const health = await unwrap(trading.GET("/api/health", { signal }));
      const { current_time, is_open } = health.market_status;
      const now = { market: Date.parse(current_time), wall: Date.now(), isOpen: is_open };
      return { health, now, before: client.getQueryData<Clock>(KEY)?.now ?? null };
    },
    refetchInterval: 5_000,
  });

/** Market seconds that pass in one of ours; null while not known: of a night, or before a second sighting. */
export function speedOf({ health, now, before }: Clock): number | null {
  if (health.data_kind === "real") return 1;
  if (before === null || !before.isOpen || !now.isOpen || now.wall <= before.wall) return null;
  return (now.market - before.market) / (now.wall - before.wall);
}

/** The market's time at `wall`, milliseconds since 1970; where the speed is not known, the time last seen. */
export function marketTime(clock: Clock, wall: number): number {
  const passed = Math.max(0, wall - clock.now.wall);
  return clock.now.market + passed * (speedOf(clock) ?? 0);
}

/** Seconds of market time since `at`; null while the market's time is not known. */
export function ageOf(at: number, clock: Clock | undefined, wall: number): number | null {
  return clock === undefined ? null : Math.max(0, (marketTime(clock, wall) - at) / 1_000);
}

/** The market's clock as last sighted; undefined before. */
export function useClock(): Clock | undefined {
  return useQuery(clockQuery(useQueryClient())).data;
}

/** Age of what is of `at`, in seconds of market time; it grows each second. */
export function useAge(at: string | undefined): number | null {
  const clock = useClock();
  const wall = useWall();
  return at === undefined ? null : ageOf(Date.parse(at), clock, wall);
}

/** Kind of the prices as the trading service says it; null while it has not. */
export function useServedKind(): DataKind | null {
  const kind = useClock()?.health.data_kind;
  return kind === "real" || kind === "replay" || kind === "synthetic" ? kind : null;
}

/** Our own time, each second. */
export function useWall(): number {
  const [wall, setWall] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setWall(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return wall;
}
