"use client";

import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { analytics } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/analytics";
import { useAnalyticsFilter } from "./filter";
import { type ModelRow, useModels } from "./models";

type Schemas = components["schemas"];
export type Court = Schemas["Court"];
export type Curve = Schemas["Curve"];

/** A session closes once a day, and reckoning a curve runs the bundle: no need to ask often. */
const STALE_MS = 300_000;

/** Forward proof, decay and title of a model; null asks for the one in charge. */
const courtQuery = (model: string | null) =>
  queryOptions({
    queryKey: ["analytics", "court", model] as const,
    queryFn: ({ signal }): Promise<Court> =>
      unwrap(
        analytics.GET("/api/analytics/court", {
          params: { query: model === null ? {} : { model } },
          signal,
        }),
      ),
    staleTime: STALE_MS,
  });

export const useCourt = () => useQuery(courtQuery(useAnalyticsFilter().filter.model));

/** A title that was lost, and who lost it. */
export interface LostTitle {
  readonly version: number;
  readonly reason: string;
  readonly since: string;
}

/** Titles that were lost while nobody holds the seat since: a new champion closes the matter. */
export function useLostTitles(): readonly LostTitle[] {
  const models = useModels().data?.data ?? [];
  const courts = useQueries({ queries: suspects(models).map(({ version }) => courtQuery(String(version))) });
  return courts.flatMap(({ data }) =>
    data?.title === "lost"
      ? [{ version: data.model.version, reason: data.title_reason ?? "", since: data.title_since ?? "" }]
      : [],
  );
}

/** A demoted champion becomes challenger or shadow; nobody else can have lost a title. */
function suspects(models: readonly ModelRow[]): readonly ModelRow[] {
  if (models.some(({ roles }) => roles.includes("champion"))) return [];
  return models.filter(({ roles }) => roles.length > 0);
}
