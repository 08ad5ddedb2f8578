"use client";

import { useQuery } from "@tanstack/react-query";
import { analytics } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";

/** Whether gates let a bundle pass, by its hash; a bundle that is not in it is not known. */
export function useUnproven(): ReadonlyMap<string, boolean> {
  const { data } = useQuery({
    queryKey: ["market", "badges"],
    queryFn: ({ signal }) => unwrap(analytics.GET("/api/analytics/models", { signal })),
    select: ({ data: models }) =>
      new Map(models.map(({ bundle_hash, badge }) => [bundle_hash, badge.includes("UNPROVEN")])),
    staleTime: 60_000,
    refetchInterval: 300_000,
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, boolean> = new Map();
