import createClient from "openapi-fetch";
import type { paths as AnalyticsPaths } from "./types/analytics";
import type { paths as CompliancePaths } from "./types/compliance";
import type { paths as OrchestratorPaths } from "./types/orchestrator";
import type { paths as PipelinePaths } from "./types/pipeline";
import type { paths as TradingPaths } from "./types/trading";

/** Typed by the services' own OpenAPI documents; all through this page's origin, which adds the session's token. */
const options = (service: string) => ({
  baseUrl: `${typeof window === "undefined" ? "http://localhost" : window.location.origin}/backend/${service}`,
  // Looked up at each call, so that a test's server is met.
  fetch: (request: Request) => fetch(request),
});

export const trading = createClient<TradingPaths>(options("trading"));
export const analytics = createClient<AnalyticsPaths>(options("analytics"));
export const pipeline = createClient<PipelinePaths>(options("pipeline"));
export const compliance = createClient<CompliancePaths>(options("compliance"));
export const orchestrator = createClient<OrchestratorPaths>(options("orchestrator"));
