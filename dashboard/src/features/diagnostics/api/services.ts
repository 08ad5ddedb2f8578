import type { components } from "@/lib/api/types/trading";

export type Health = components["schemas"]["Health"];
export type ComponentHealth = components["schemas"]["ComponentHealth"];
export type Status = components["schemas"]["Status"];

export const SERVICES = ["trading", "analytics", "pipeline", "compliance", "orchestrator", "stream"] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What this dashboard's server answers of all services: the `/health` of each, or why it could not be had. */
export interface Gathered {
  readonly status: string;
  readonly time: string;
  readonly services: readonly {
    readonly name: string;
    readonly status: string;
    readonly health: Health | { readonly cause?: string };
  }[];
}

/** One service: how it is, of what parts, and why where it does not even answer. */
export interface ServiceReport {
  readonly name: string;
  readonly status: Status;
  readonly components: readonly ComponentHealth[];
  /** Null where it answers, or does not say. */
  readonly cause: string | null;
  readonly version: string | null;
}

const ORDER: readonly Status[] = ["down", "degraded", "ok"];

/** The services with the bad ones first, and in each the bad and the essential components first. */
export function reports(gathered: Gathered): ServiceReport[] {
  return gathered.services
    .map(({ name, status, health }) => ({
      name,
      status: worst([known(status), ...("components" in health ? health.components.map(burden) : [])]),
      components: "components" in health ? health.components.toSorted(byNeed) : [],
      cause: "cause" in health ? (health.cause ?? null) : null,
      version: "version" in health ? health.version : null,
    }))
    .sort((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));
}

/** A status that is not known here is bad news, not good news. */
function known(status: string): Status {
  return status === "ok" || status === "degraded" ? status : "down";
}

/** What a component does to its service: only an essential one takes it down. */
function burden({ status, essential }: ComponentHealth): Status {
  return status === "down" && !essential ? "degraded" : status;
}

function worst(statuses: readonly Status[]): Status {
  return ORDER.find((status) => statuses.includes(status)) ?? "ok";
}

function byNeed(one: ComponentHealth, other: ComponentHealth): number {
  return (
    ORDER.indexOf(one.status) - ORDER.indexOf(other.status) || Number(other.essential) - Number(one.essential)
  );
}
