import type { components } from "@/lib/api/types/trading";
import type { SwitchView } from "./switch";

type Freshness = components["schemas"]["Freshness"];

/** Why no order can be sent now. */
export type Block =
  | "loading"
  | "signedOut"
  | "role"
  | "closed"
  | "noQuote"
  | "stateUnknown"
  | "halted"
  | "reduceOnly"
  | "stale"
  | "staleNow";

interface Met {
  /** Null: nobody; undefined: not known yet. */
  readonly session: object | null | undefined;
  readonly mayTrade: boolean;
  readonly view: SwitchView;
  /** Of the newest price; null where there is none, undefined while it is not known. */
  readonly quote: Freshness | null | undefined;
  /** Whether the order only reduces; null while that cannot be said. */
  readonly reduces: boolean | null;
  readonly isFlat: boolean | null;
  readonly isIoc: boolean;
}

/** The plainest reason not to send, by the rules of `core/risk`; null where the service is worth asking. */
export function blockOf(met: Met): Block | null {
  if (met.session === undefined) return "loading";
  if (met.session === null) return "signedOut";
  if (!met.mayTrade) return "role";
  if (met.quote === "closed") return "closed";
  if (met.view.kind === "loading" || met.quote === undefined) return "loading";
  if (met.view.kind === "unknown") return "stateUnknown";
  return byState(met, met.view.standing.state) ?? byQuote(met);
}

/** Nothing to reduce, or an order that would not: then only ACTIVE trades. */
function byState({ reduces, isFlat }: Met, state: "ACTIVE" | "REDUCE_ONLY" | "HALTED"): Block | null {
  if (state === "ACTIVE" || (isFlat !== true && reduces !== false)) return null;
  return state === "HALTED" ? "halted" : "reduceOnly";
}

/** An old price carries no new risk; what reduces waits for the next one, unless it cannot wait. */
function byQuote({ quote, reduces, isFlat, isIoc }: Met): Block | null {
  if (quote === "live") return null;
  if (isIoc) return "staleNow";
  if (isFlat !== true && reduces !== false) return null;
  return quote === null ? "noQuote" : "stale";
}
