import { setupServer } from "msw/node";
import { createOpenApiHttp } from "openapi-msw";
import type { paths as AnalyticsPaths } from "@/lib/api/types/analytics";
import type { paths as CompliancePaths } from "@/lib/api/types/compliance";
import type { paths as OrchestratorPaths } from "@/lib/api/types/orchestrator";
import type { paths as PipelinePaths } from "@/lib/api/types/pipeline";
import type { paths as TradingPaths } from "@/lib/api/types/trading";

/** The network edge of component tests. Handlers are typed by the services' OpenAPI: an answer that no service gives does not compile. */
export const server = setupServer();

const at = (service: string) => ({ baseUrl: `${window.location.origin}/backend/${service}` });
export const http = {
  trading: createOpenApiHttp<TradingPaths>(at("trading")),
  analytics: createOpenApiHttp<AnalyticsPaths>(at("analytics")),
  pipeline: createOpenApiHttp<PipelinePaths>(at("pipeline")),
  compliance: createOpenApiHttp<CompliancePaths>(at("compliance")),
  orchestrator: createOpenApiHttp<OrchestratorPaths>(at("orchestrator")),
};
