"use client";

import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { problemFrom, ProblemError } from "@/lib/api/problem";
import { keys } from "./keys";
import { isConsolidated, type Overview, type Part, partsOf } from "./parts";

const EVERY_MS = 5_000;

/** Status, health and newest runs in one answer of this page's own server. */
export const overviewQuery = (client: QueryClient) =>
  queryOptions({
    queryKey: keys.overview,
    queryFn: async ({ signal }): Promise<Overview> => {
      const { status, body } = await asked(signal);
      if (!isConsolidated(body)) throw problemFrom(status, body);
      return partsOf(body, client.getQueryData<Overview>(keys.overview), Date.now());
    },
    refetchInterval: EVERY_MS,
    // Parts carry errors, whose identity the default comparison would lose.
    structuralSharing: false,
  });

async function asked(signal: AbortSignal): Promise<{ status: number; body: unknown }> {
  try {
    const answer = await fetch("/api/pipeline/consolidated", { signal });
    return { status: answer.status, body: (await answer.json()) as unknown };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError(0, "UNREACHABLE", "The dashboard's server does not answer.", null);
  }
}

type DataOf<Name extends keyof Overview> = Overview[Name] extends Part<infer Data> ? Data : never;

/** One part of the overview, in the shape `QueryView` takes. */
export function usePart<Name extends keyof Overview>(name: Name) {
  const client = useQueryClient();
  const query = useQuery(overviewQuery(client));
  const part = query.data?.[name] as Part<DataOf<Name>> | undefined;
  return {
    data: part?.data,
    error: query.error ?? part?.error ?? null,
    dataUpdatedAt: part?.at ?? 0,
    refetch: query.refetch,
  };
}

/** Market time as the pipeline last told it; null before it has. */
export function useMarketTime(): string | null {
  return usePart("status").data?.timestamp ?? null;
}
