/** What is searched for in the trail. Words are compared whole; days are of Bogotá. Null: anything. */
export interface TrailFilter {
  readonly actor: string | null;
  readonly action: string | null;
  readonly subject: string | null;
  /** First day, `2025-06-13`. */
  readonly from: string | null;
  /** Last day, included. */
  readonly to: string | null;
}

const WORDS = ["actor", "action", "subject"] as const;
export const NAMES = [...WORDS, "from", "to"] as const;

/** Every action that the services write into the trail. */
export const ACTIONS = [
  "assignment.logged",
  "audit.anchored",
  "audit.examined",
  "backfill.requested",
  "bar.revised",
  "feed.force_started",
  "model.override_approved",
  "model.override_refused",
  "model.override_requested",
  "model.promoted",
  "model.rolled_back",
  "order.accepted",
  "order.cancelled",
  "order.expired",
  "order.filled",
  "report.made",
  "session.closed",
  "settings.started",
  "trading_state.changed",
  "user.changed",
  "user.sign_in_refused",
  "user.signed_in",
  "user.signed_out",
] as const;

/** Colombia keeps no summer time. */
const MIDNIGHT = "T00:00:00-05:00";
const DAY_MS = 86_400_000;

/** The filter an address asks for; what is no word or day is as if it were not there. */
export function filterFrom(params: URLSearchParams): TrailFilter {
  const word = (name: string) => params.get(name)?.trim().slice(0, 200) || null;
  return {
    actor: word("actor"),
    action: word("action"),
    subject: word("subject"),
    from: dayOf(params.get("from")),
    to: dayOf(params.get("to")),
  };
}

/** A calendar day that exists; null for anything else. */
export function dayOf(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isFinite(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

/** Whether the days of a filter are the wrong way round. */
export function isReversed({ from, to }: Pick<TrailFilter, "from" | "to">): boolean {
  return from !== null && to !== null && to < from;
}

export function isEmpty(filter: TrailFilter): boolean {
  return NAMES.every((name) => filter[name] === null);
}

/** The filter as the service takes it: market time, from the first midnight to the one after the last day. */
export function queryOf(filter: TrailFilter): {
  actor?: string;
  action?: string;
  subject?: string;
  since?: string;
  until?: string;
} {
  const words = WORDS.flatMap((name) => (filter[name] === null ? [] : [[name, filter[name]] as const]));
  const since = filter.from === null ? null : new Date(filter.from + MIDNIGHT);
  const until = filter.to === null ? null : new Date(Date.parse(filter.to + MIDNIGHT) + DAY_MS);
  return {
    ...Object.fromEntries(words),
    ...(since && { since: since.toISOString() }),
    ...(until && { until: until.toISOString() }),
  };
}
