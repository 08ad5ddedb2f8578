"use client";

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { orchestrator, pipeline } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import { keys } from "./keys";
import type { BackfillEstimate, BackfillRow, Span } from "./types";

const WATCH_MS = 1_000;

/** Whether a backfill still goes on. */
export const isUnderWay = ({ status }: Pick<BackfillRow, "status">): boolean =>
  status === "queued" || status === "running";

/** What filling `span` would take; it starts nothing and writes nothing. */
export const estimateQuery = (span: Span | null) =>
  queryOptions({
    queryKey: keys.estimate(span),
    queryFn: async ({ signal }): Promise<BackfillEstimate> => {
      const said = await asked(span ?? { first: "", last: "" }, true, signal);
      if (!("spans" in said)) throw new Error("A dry run answered with a backfill.");
      return said;
    },
    enabled: span !== null,
    staleTime: 30_000,
  });

function asked(span: Span, dryRun: boolean, signal?: AbortSignal) {
  const body = { symbol: "USDCOP", first: span.first, last: span.last, dry_run: dryRun };
  return unwrap(pipeline.POST("/api/pipeline/backfill", { body, ...(signal && { signal }) }));
}

/** `allowed`: whether the one signed in may ask at all; without it nothing is asked. */
export const useEstimate = (span: Span | null, allowed: boolean) =>
  useQuery(estimateQuery(allowed ? span : null));

/** Credits left today, over all keys of the vendor; null where it is not known. */
export const creditsQuery = queryOptions({
  queryKey: keys.credits,
  queryFn: async ({ signal }): Promise<number | null> => {
    const { credits } = await unwrap(orchestrator.GET("/status", { signal }));
    return credits.length === 0 ? null : credits.reduce((sum, { left }) => sum + left, 0);
  },
  refetchInterval: 15_000,
});

export const useCreditsLeft = () => useQuery(creditsQuery);

export const backfillsQuery = queryOptions({
  queryKey: keys.backfills,
  queryFn: ({ signal }) =>
    unwrap(pipeline.GET("/api/pipeline/backfills", { params: { query: { limit: 50 } }, signal })),
  refetchInterval: 30_000,
});

export const useBackfills = () => useQuery(backfillsQuery);

export const backfillQuery = (id: string) =>
  queryOptions({
    queryKey: keys.backfill(id),
    queryFn: ({ signal }) =>
      unwrap(
        pipeline.GET("/api/pipeline/backfill/{backfill_id}", {
          params: { path: { backfill_id: id } },
          signal,
        }),
      ),
    refetchInterval: ({ state: { data } }) => (data === undefined || isUnderWay(data) ? WATCH_MS : false),
  });

/** Watches a backfill; when it has come to an end everything it may have changed is read anew. */
export function useBackfill(id: string) {
  const client = useQueryClient();
  const query = useQuery(backfillQuery(id));
  const hasEnded = query.data !== undefined && !isUnderWay(query.data);
  useEffect(() => {
    if (!hasEnded) return;
    void client.invalidateQueries({
      queryKey: keys.all,
      predicate: ({ queryKey }) => queryKey.join() !== keys.backfill(id).join(),
    });
  }, [client, hasEnded, id]);
  return query;
}

/** Starts a backfill. */
export function useStartBackfill() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (span: Span): Promise<BackfillRow> => {
      const said = await asked(span, false);
      if (!("status" in said)) throw new Error("A backfill answered with an estimate.");
      client.setQueryData(keys.backfill(said.id), said);
      return said;
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.backfills, exact: true }),
  });
}
