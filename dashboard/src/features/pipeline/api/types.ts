import type { components } from "@/lib/api/types/pipeline";

type Schemas = components["schemas"];

export type Layer = Schemas["Layer"];
export type LayerStatus = Schemas["LayerStatus"];
export type LayerDetail = Schemas["LayerDetail"];
export type LayerHealth = Schemas["LayerHealth"];
export type PipelineStatus = Schemas["PipelineStatus"];
export type PipelineHealth = Schemas["PipelineHealth"];
export type Gate = Schemas["Gate"];
export type Run = Schemas["Run"];
export type RunPage = Schemas["Page_Run_"];
export type SessionRow = Schemas["SessionRow"];
export type Cell = Schemas["Cell"];
export type DataQuality = Schemas["DataQuality"];
export type ManifestRow = Schemas["ManifestRow"];
export type Lineage = Schemas["LineageAnswer"];
export type LineageNode = Schemas["LineageNode"];
export type RefusedRow = Schemas["RefusedRow"];
export type BackfillEstimate = Schemas["BackfillEstimate"];
export type BackfillRow = Schemas["BackfillRow"];
export type ImportRow = Schemas["ImportRow"];

/** All layers, in the order data flows. */
export const LAYERS = ["L0", "L1", "L2", "L3", "L4", "L5", "L6"] as const satisfies readonly Layer[];

/** A span of sessions by day (`2025-06-13`), both included. */
export interface Span {
  readonly first: string;
  readonly last: string;
}
