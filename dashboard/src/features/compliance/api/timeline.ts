import type { components } from "@/lib/api/types/compliance";
import type { AuditEntry, Leg } from "./types";

type Schemas = components["schemas"];

/** What each step has to tell. */
interface Told {
  raw: Schemas["RawRow"][];
  bar: Schemas["BarRow"];
  features: Schemas["FeatureRow"];
  prediction: Schemas["PredictionRow"];
  decision: Schemas["DecisionRow"];
  order: Schemas["OrderBody"];
  checks: AuditEntry;
  quote: Schemas["QuoteRow"];
  filledBar: Schemas["BarRow"];
  fill: Schemas["FillBody"];
  audit: AuditEntry[];
}

export type StepKind = keyof Told;

/** One step from bar to fill: told, missing though it has a place, or without a place here; each with its reason. */
export type Step = {
  [Kind in StepKind]:
    | {
        readonly kind: Kind;
        readonly state: "told";
        readonly of: Told[Kind];
        /** Market time at which it was known or done. */
        readonly at: string | null;
        /** Real time at which it was written down; null where that is not kept. */
        readonly recordedAt: string | null;
      }
    | { readonly kind: Kind; readonly state: "missing" | "none"; readonly why: string | null };
}[StepKind];

/** Which name the service gives to the parts it misses. */
const NAMES: Record<StepKind, string> = {
  raw: "raw",
  bar: "decided_bar",
  features: "features",
  prediction: "prediction",
  decision: "decision",
  order: "order",
  checks: "audit",
  quote: "quote",
  filledBar: "filled_bar",
  fill: "fill",
  audit: "audit",
};

/** The steps of a fill in the order in which they happened: what a person does fills before its bar has closed. */
export function stepsOf(leg: Leg): Step[] {
  const steps = inOrder(leg);
  const { filled_bar: bar, decided_bar: decided, fill } = leg;
  if (bar === null || Date.parse(bar.known_at) <= Date.parse(fill.at)) return steps;
  const late = (kind: StepKind) => kind === "filledBar" || (kind === "raw" && decided === null);
  const trail = steps.filter(({ kind }) => kind === "audit");
  const rest = steps.filter(({ kind }) => kind !== "audit" && !late(kind));
  return [...rest, ...steps.filter(({ kind }) => late(kind)), ...trail];
}

function inOrder(leg: Leg): Step[] {
  const { order, decision, prediction, features, quote, fill } = leg;
  const accepted = leg.audit.find(({ action }) => action === "order.accepted");
  const raw = leg.raw.length > 0 ? leg.raw : null;
  return [
    step(leg, "raw", raw, raw && latest(raw.map(({ known_at }) => known_at)), null),
    step(leg, "bar", leg.decided_bar, leg.decided_bar?.known_at, null),
    step(leg, "features", features, leg.decided_bar?.known_at, null),
    step(leg, "prediction", prediction, decision?.at, null),
    step(leg, "decision", decision, decision?.at, decision?.recorded_at),
    step(leg, "order", order, order?.accepted_at, order?.recorded_at),
    step(leg, "checks", accepted, accepted?.at, accepted?.recorded_at),
    step(leg, "quote", quote, quote?.at, null),
    step(leg, "filledBar", leg.filled_bar, leg.filled_bar?.known_at, null),
    step(leg, "fill", fill, fill.at, fill.recorded_at),
    step(leg, "audit", leg.audit.length > 0 ? leg.audit : null, null, leg.audit.at(-1)?.recorded_at),
  ];
}

function step<Kind extends StepKind>(
  leg: Leg,
  kind: Kind,
  of: Told[Kind] | null | undefined,
  at: string | null | undefined,
  recordedAt: string | null | undefined,
): Step {
  if (of !== null && of !== undefined) {
    return { kind, state: "told", of, at: at ?? null, recordedAt: recordedAt ?? null } as Step;
  }
  const without = leg.not_applicable[NAMES[kind]];
  return {
    kind,
    state: without === undefined ? "missing" : "none",
    why: without ?? leg.unknown[NAMES[kind]] ?? null,
  };
}

/** What is missing beside the steps themselves: an assignment, a lineage that is not whole, holes in the trail. */
export function gapsOf(leg: Leg): string[] {
  const missing = new Set(
    stepsOf(leg).flatMap((one) => (one.state === "missing" && one.why !== null ? [one.why] : [])),
  );
  return Object.values(leg.unknown).filter((why) => !missing.has(why));
}

/** How far the price of a fill lies from `reference`, as a fraction of it; above zero it cost. */
export function slippage(fill: Schemas["FillBody"], reference: number | null | undefined): number | null {
  if (reference === null || reference === undefined || reference === 0) return null;
  return (Math.sign(fill.quantity_usd) * (fill.price - reference)) / reference;
}

/** Hash of the features' definitions that a bundle was made for; null where its contract does not say. */
export function featureHashOf(contract: Readonly<Record<string, unknown>> | undefined): string | null {
  const hash = contract?.feature_hash;
  return typeof hash === "string" ? hash : null;
}

function latest(instants: readonly string[]): string | null {
  return instants.reduce<string | null>(
    (newest, one) => (newest === null || Date.parse(one) > Date.parse(newest) ? one : newest),
    null,
  );
}
