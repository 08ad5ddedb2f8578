import type { components as Orchestrator } from "@/lib/api/types/orchestrator";
import type { components as Trading } from "@/lib/api/types/trading";
import type { LinkState } from "@/lib/stream/connection";
import type { ServiceReport } from "./services";

type FeedStatus = Orchestrator["schemas"]["FeedStatus"];
type Trouble = Orchestrator["schemas"]["Trouble"];
type MarketHealth = Trading["schemas"]["MarketHealth"];
type State = Pick<Trading["schemas"]["StateBody"], "state" | "actor" | "reason" | "at">;

/** What is known at this moment; null: not known, with no guess in its place. */
export interface Facts {
  /** Who looks; null where nobody is signed in, undefined where that is not known. */
  viewer: { name: string; roles: readonly string[] } | null | undefined;
  services: readonly ServiceReport[] | null;
  market: MarketHealth | null;
  feed: Pick<FeedStatus, "phase" | "causes" | "leading" | "replay_ended" | "clock_skew"> | null;
  /** The stream's word on the newest quote. */
  quality: "live" | "delayed" | "stale" | "doubtful" | null;
  trading: State | null;
  link: LinkState;
}

/** What a reason is about: the things that are looked at, in the order they are shown. */
export const AREAS = ["market", "quote", "trading", "feed", "services", "link", "viewer"] as const;
export type Area = (typeof AREAS)[number];

export type Answer = "yes" | "no" | "unknown";

type Weight = "no" | "unknown" | "care";

/** One thing that stands in the way (`no`), cannot be known (`unknown`), or should be minded (`care`). */
export interface Reason {
  readonly code: string;
  readonly area: Area;
  readonly weight: Weight;
  /** Facts for the sentence. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** What a service itself says of it, where it says so: shown in its own words. */
  readonly said?: { readonly cause: string; readonly next: string | null };
}

export interface Verdict {
  readonly answer: Answer;
  /** What bars trading first, then what is not known, then what to mind. */
  readonly reasons: readonly Reason[];
}

/** Services an order goes through, and what shows its fill; without any of them nobody should trade. */
const NEEDED = ["trading", "orchestrator", "stream"];
/** Troubles of the feed under which no order is filled. The others are to be minded. */
const BARRING: readonly Trouble[] = ["postgres", "matcher", "lease", "clock_skew"];
const WEIGHTS: readonly Weight[] = ["no", "unknown", "care"];

/** Whether the viewer can send an order that takes new risk, now. What is not known never makes a yes. */
export function verdict(facts: Facts): Verdict {
  const reasons = [
    ...viewer(facts.viewer),
    ...services(facts.services),
    ...market(facts.market),
    ...trading(facts.trading),
    ...quote(facts),
    ...feed(facts.feed),
    ...link(facts.link),
  ].sort((one, other) => WEIGHTS.indexOf(one.weight) - WEIGHTS.indexOf(other.weight));
  const worst = reasons[0]?.weight ?? "care";
  return { answer: worst === "care" ? "yes" : worst, reasons };
}

function no(area: Area, code: string, facts: Reason["facts"] = {}): Reason {
  return { area, code, weight: "no", facts };
}

function unknown(area: Area, code: string, facts: Reason["facts"] = {}): Reason {
  return { area, code, weight: "unknown", facts };
}

/** How each area stands by the reasons; null: nothing is in the way there. */
export function byArea({ reasons }: Verdict): { area: Area; weight: Weight | null }[] {
  // Reasons are sorted: the first of an area is its gravest.
  const gravest = (area: Area) => reasons.find((one) => one.area === area)?.weight ?? null;
  // Of a closed market no quote is fresh, whatever was not said of it.
  return AREAS.map((area) => ({
    area,
    weight: gravest(area) ?? (area === "quote" ? gravest("market") : null),
  }));
}

function viewer(who: Facts["viewer"]): Reason[] {
  if (who === undefined) return [unknown("viewer", "viewerUnknown")];
  if (who === null) return [no("viewer", "signedOut")];
  const may = who.roles.some((role) => role === "trader" || role === "admin");
  return may ? [] : [no("viewer", "noRole", { name: who.name })];
}

function services(reports: Facts["services"]): Reason[] {
  if (reports === null) return [unknown("services", "servicesUnknown")];
  const absent = NEEDED.filter((name) => !reports.some((report) => report.name === name));
  return [
    ...absent.map((service) => unknown("services", "serviceUnknown", { service })),
    ...reports.flatMap((report) => service(report)),
  ];
}

function service({ name, status, components, cause }: ServiceReport): Reason[] {
  const needed = NEEDED.includes(name);
  if (status === "down") {
    const bad = components.find((component) => component.essential && component.status === "down");
    const told = bad?.cause ?? cause;
    const said = told === null ? {} : { said: { cause: told, next: bad?.next_step ?? null } };
    const weight = needed ? "no" : "care";
    return [{ area: "services", code: "serviceDown", weight, facts: { service: name }, ...said }];
  }
  // The quote, the feed and the state have sentences of their own below.
  return components
    .filter(
      (component) =>
        component.status !== "ok" && !["quote", "feed", "trading_state"].includes(component.name),
    )
    .map((component) => ({
      area: "services",
      code: "componentBad",
      weight: "care",
      facts: { service: name, component: component.name },
      said: { cause: component.cause ?? "", next: component.next_step },
    }));
}

function market(health: MarketHealth | null): Reason[] {
  if (health === null) return [unknown("market", "marketUnknown")];
  if (health.market_status.is_open) return [];
  const { next_event } = health.market_status;
  const facts = { why: health.closed_because ?? "", opens: next_event };
  return [no("market", health.closed_because === null ? "marketClosed" : "marketClosedFor", facts)];
}

function trading(state: State | null): Reason[] {
  if (state === null) return [unknown("trading", "stateUnknown")];
  if (state.state === "ACTIVE") return [];
  const facts = { actor: state.actor, reason: state.reason, at: state.at };
  return [no("trading", state.state === "HALTED" ? "halted" : "reduceOnly", facts)];
}

function quote({ market: health, quality }: Facts): Reason[] {
  if (health === null) return [unknown("quote", "quoteUnknown")];
  if (!health.market_status.is_open) return [];
  if (quality === "doubtful") return [no("quote", "quoteDoubtful")];
  if (health.state === null) return [no("quote", "quoteNone")];
  if (health.state === "live") return quality === null ? [] : stale(quality, health.age_seconds);
  return stale(health.state, health.age_seconds);
}

function stale(state: string, age: number | null): Reason[] {
  if (state === "live") return [];
  return [no("quote", "quoteOld", age === null ? {} : { age })];
}

function feed(status: Facts["feed"]): Reason[] {
  if (status === null) return [unknown("feed", "feedUnknown")];
  if (status.replay_ended || status.phase === "ENDED") return [no("feed", "replayEnded")];
  const causes = status.causes.map((cause): Reason => ({
    area: "feed",
    code: "feedTrouble",
    weight: BARRING.includes(cause.trouble) ? "no" : "care",
    facts: { trouble: cause.trouble },
    said: { cause: cause.sentence, next: cause.next_step },
  }));
  const waiting = status.phase === "WAITING_FOR_L0" ? [no("feed", "feedWaits")] : [];
  const standby = status.leading ? [] : [unknown("feed", "feedStandsBy")];
  return [...waiting, ...standby, ...causes];
}

function link(state: LinkState): Reason[] {
  if (state === "live") return [];
  return [state === "offline" ? no("link", "linkLost") : unknown("link", "linkConnecting")];
}
