import { gauge, histogram, quantile, type Sample } from "./prometheus";

/** Seconds; null where nothing was observed yet. */
export interface Quantiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** How many observations since the process started. */
  readonly count: number;
}

export interface RouteLatency extends Quantiles {
  readonly service: string;
  readonly route: string;
  /** Answers of 500 and above. */
  readonly failures: number;
}

const REQUESTS = "usdcop_http_request_seconds";

/** Latency of each route of a service, the slowest p99 first. */
export function routeLatencies(service: string, samples: readonly Sample[]): RouteLatency[] {
  const routes = samples
    .filter(({ name }) => name === `${REQUESTS}_count`)
    .map(({ labels }) => labels.route ?? "");
  return [...new Set(routes)]
    .map((route) => ({
      service,
      route,
      failures: failures(samples, route),
      ...(quantiles(samples, REQUESTS, { route }) ?? NOTHING),
    }))
    .sort((one, other) => (other.p99 ?? -1) - (one.p99 ?? -1));
}

const NOTHING: Quantiles = { p50: null, p95: null, p99: null, count: 0 };

/** p50, p95 and p99 of a histogram; null where the process does not give it. */
export function quantiles(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Quantiles | null {
  const told = histogram(samples, name, labels);
  if (told === null) return null;
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((rank) => quantile(told, rank));
  return { p50: p50 ?? null, p95: p95 ?? null, p99: p99 ?? null, count: told.count };
}

function failures(samples: readonly Sample[], route: string): number {
  return samples
    .filter(
      ({ name, labels }) =>
        name === "usdcop_http_requests_total" &&
        labels.route === route &&
        (labels.status ?? "").startsWith("5"),
    )
    .reduce((sum, { value }) => sum + value, 0);
}

/** What the stream's process says of its clients; null: not given. */
export function streamLoad(samples: readonly Sample[]) {
  const of = (name: string) => gauge(samples, `usdcop_stream_${name}`);
  return {
    clients: of("clients"),
    subscriptions: of("subscriptions"),
    slow: of("slow_clients"),
    queued: of("queue_depth"),
    unsentBytes: of("unsent_bytes"),
    sent: of("messages_out_total"),
    conflated: of("conflated_total"),
    gaps: of("gaps_total"),
  };
}

/** Database connections of a process; null where it has no pool. */
export function pool(samples: readonly Sample[]): { size: number; inUse: number } | null {
  const size = gauge(samples, "usdcop_database_pool_size");
  const inUse = gauge(samples, "usdcop_database_pool_in_use");
  return size === null || inUse === null ? null : { size, inUse };
}

/** Decisions that were made after the bar that fills them had closed; null: not given. */
export const lateDecisions = (samples: readonly Sample[]) => gauge(samples, "usdcop_decisions_late_total");
