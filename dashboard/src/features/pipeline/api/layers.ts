"use client";

import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { pipeline } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import { keys } from "./keys";
import type { Layer, Span } from "./types";

const MANIFESTS = 20;

export const layerQuery = (layer: Layer) =>
  queryOptions({
    queryKey: keys.layer(layer),
    queryFn: ({ signal }) =>
      unwrap(
        pipeline.GET("/api/pipeline/layer/{layer_name}", {
          params: { path: { layer_name: layer } },
          signal,
        }),
      ),
    refetchInterval: 10_000,
  });

/** Manifests of a layer, the newest first; of `span` alone where one is given. */
export const manifestsQuery = (layer: Layer, span: Span | null) =>
  infiniteQueryOptions({
    queryKey: keys.manifests(layer, span),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        pipeline.GET("/api/pipeline/manifests", {
          params: { query: { layer, limit: MANIFESTS, cursor: pageParam, ...span } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

export const useLayer = (layer: Layer) => useQuery(layerQuery(layer));
export const useManifests = (layer: Layer, span: Span | null) =>
  useInfiniteQuery(manifestsQuery(layer, span));
