import type { components } from "@/lib/api/types/trading";
import type { TradingState } from "./switch";

type Schemas = components["schemas"];
export type Limits = Schemas["LimitsBody"];
export type Side = Schemas["Side"];
export type OrderType = Schemas["OrderType"];

/** What somebody is about to send. Dollars above zero; prices in pesos a dollar, null where the type has none. */
export interface Intent {
  readonly side: Side;
  readonly type: OrderType;
  readonly quantityUsd: number;
  readonly limitPrice: number | null;
  readonly stopPrice: number | null;
  readonly reduceOnly: boolean;
}

/** What is known when he does. Null: not known, and then neither is what depends on it. */
export interface Facts {
  readonly price: number | null;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly limits: Limits | null;
  /** Dollars held, negative when short. */
  readonly positionUsd: number | null;
  /** Dollars each working order of the account still buys (positive) or sells (negative). */
  readonly workingUsd: readonly number[] | null;
  /** Earned in this session, pesos. */
  readonly todayCop: number | null;
  readonly state: TradingState | null;
}

/** What an order would mean. Null: cannot be said from what is known. */
export interface Risk {
  /** Expected price of the fill, before slippage. */
  readonly fillPrice: number | null;
  readonly notionalCop: number | null;
  /** Half the spread, already in the price. A limit order's costs are inside its limit: null. */
  readonly spreadCop: number | null;
  readonly slippageCop: number | null;
  readonly costCop: number | null;
  readonly costUsd: number | null;
  readonly positionAfterUsd: number | null;
  readonly reduces: boolean | null;
  /** What a move of 1 % against the position after would lose. */
  readonly loss: {
    readonly usd: number;
    readonly cop: number | null;
    readonly ofLimit: number | null;
  } | null;
  readonly usage: readonly Usage[];
  /** Rules that the service would refuse the order by, the plainest first; it decides, this only spares a refusal. */
  readonly breaches: readonly Breach[];
}

export type LimitName = "order" | "position" | "dailyLoss";

/** How much of a limit is used once the order is filled; above 1 it is exceeded. */
export interface Usage {
  readonly limit: LimitName;
  readonly used: number;
  readonly most: number;
}

export type Breach =
  | "HALTED"
  | "REDUCE_ONLY"
  | "NOT_REDUCING"
  | "REVERSAL"
  | "QUANTITY_STEP"
  | "ORDER_LIMIT"
  | "POSITION_LIMIT"
  | "WORKING_LIMIT"
  | "DAILY_LOSS";

const BPS = 10_000;
/** `core/trading.FLAT_USD`: a smaller position is flat. */
const FLAT_USD = 1e-4;
const MOVE = 0.01;

export const signOf = (side: Side): 1 | -1 => (side === "buy" ? 1 : -1);

/** Bid and ask as the paper broker takes them (`live/broker.sides`): as quoted, else the price and the half-spread. */
export function sidesOf({ price, bid, ask, limits }: Pick<Facts, "price" | "bid" | "ask" | "limits">) {
  if (bid !== null && ask !== null && bid > 0 && bid <= ask) return { bid, ask };
  if (price === null || limits === null) return null;
  const half = limits.half_spread_bps / BPS;
  return { bid: price * (1 - half), ask: price * (1 + half) };
}

/** The risk of `intent`, in the arithmetic of `core/accounting` and the rules of `core/risk`. */
export function riskOf(intent: Intent, facts: Facts): Risk {
  const signed = signOf(intent.side) * intent.quantityUsd;
  const costs = costsOf(intent, facts);
  const after = facts.positionUsd === null ? null : facts.positionUsd + signed;
  const reduces = reducing(signed, facts);
  return {
    ...costs,
    positionAfterUsd: after === null || Math.abs(after) >= FLAT_USD ? after : 0,
    reduces,
    loss: after === null ? null : lossOf(after, facts),
    usage: usageOf(intent, signed, reduces, facts),
    breaches: [...breachesOf(intent, signed, reduces, facts)],
  };
}

/** What a fill on a quote costs in pesos: `core/costs.on_quote`. `half` of the spread is in the price. */
export function costOn(
  quantityUsd: number,
  half: number,
  fillPrice: number,
  limits: Pick<Limits, "slippage_bps">,
) {
  const spreadCop = quantityUsd * half;
  const slippageCop = quantityUsd * (limits.slippage_bps / BPS) * fillPrice;
  return { spreadCop, slippageCop, costCop: spreadCop + slippageCop };
}

function costsOf(intent: Intent, facts: Facts) {
  const { limits, price } = facts;
  const sides = sidesOf(facts);
  const unknown = { spreadCop: null, slippageCop: null, costCop: null, costUsd: null };
  if (intent.type === "limit") {
    const fillPrice = intent.limitPrice;
    return { ...unknown, fillPrice, notionalCop: times(intent.quantityUsd, fillPrice) };
  }
  if (limits === null || sides === null) return { ...unknown, fillPrice: null, notionalCop: null };
  // A stop fills once the last price touches it: the spread of that moment is not known, this one is the best guess.
  const middle = (sides.bid + sides.ask) / 2;
  const half = (sides.ask - sides.bid) / 2;
  const from = intent.type === "stop" ? intent.stopPrice : middle;
  if (from === null) return { ...unknown, fillPrice: null, notionalCop: null };
  const fillPrice = from + signOf(intent.side) * half;
  const { spreadCop, slippageCop, costCop } = costOn(intent.quantityUsd, half, fillPrice, limits);
  const costUsd = costCop / (price ?? middle);
  const notionalCop = intent.quantityUsd * fillPrice;
  return { fillPrice, notionalCop, spreadCop, slippageCop, costCop, costUsd };
}

const times = (quantity: number, price: number | null) => (price === null ? null : quantity * price);

function against(signed: number, working: readonly number[]): number {
  return working.reduce((sum, other) => sum + (other * signed > 0 ? Math.abs(other) : 0), 0);
}

/** `core/risk.Exposure.reduces`: with all working orders on its side it is no larger than the position against it. */
function reducing(signed: number, { positionUsd, workingUsd }: Facts): boolean | null {
  if (positionUsd === null || workingUsd === null) return null;
  const room = Math.abs(positionUsd) - against(signed, workingUsd);
  return positionUsd * signed < 0 && Math.abs(signed) <= room + FLAT_USD;
}

/** `core/risk.Exposure.largest_with`: the position once the order and all on its side are filled. */
function largest(signed: number, { positionUsd, workingUsd }: Facts): number | null {
  if (positionUsd === null || workingUsd === null) return null;
  return Math.sign(signed) * positionUsd + against(signed, workingUsd) + Math.abs(signed);
}

function lossOf(after: number, { price, limits }: Facts) {
  const usd = Math.abs(after) * MOVE;
  const cop = times(usd, price);
  return { usd, cop, ofLimit: cop === null || limits === null ? null : cop / limits.daily_loss_cop };
}

function usageOf(intent: Intent, signed: number, reduces: boolean | null, facts: Facts): Usage[] {
  const { limits, todayCop } = facts;
  if (limits === null) return [];
  const found: Usage[] = [];
  // What reduces is bound by the position alone.
  if (reduces !== true) found.push({ limit: "order", used: intent.quantityUsd, most: limits.order_usd });
  const most = largest(signed, facts);
  if (most !== null) found.push({ limit: "position", used: Math.max(0, most), most: limits.position_usd });
  if (todayCop !== null)
    found.push({ limit: "dailyLoss", used: Math.max(0, -todayCop), most: limits.daily_loss_cop });
  return found;
}

function* breachesOf(
  intent: Intent,
  signed: number,
  reduces: boolean | null,
  facts: Facts,
): Generator<Breach> {
  if (reduces === true) return;
  if (reduces === false) yield* mustReduce(intent, signed, facts);
  if (facts.limits !== null) yield* beyondLimits(intent, signed, facts.limits, facts);
}

/** What only reducing would be accepted for, and this does not. */
function* mustReduce(
  { reduceOnly }: Intent,
  signed: number,
  { state, positionUsd }: Facts,
): Generator<Breach> {
  const isBound = state === "HALTED" || state === "REDUCE_ONLY";
  if (!reduceOnly && !isBound) return;
  if ((positionUsd ?? 0) * signed < 0) yield "REVERSAL";
  yield isBound ? state : "NOT_REDUCING";
}

function* beyondLimits(intent: Intent, signed: number, limits: Limits, facts: Facts): Generator<Breach> {
  if (Math.round(intent.quantityUsd * 100) / 100 !== intent.quantityUsd) yield "QUANTITY_STEP";
  if (intent.quantityUsd > limits.order_usd) yield "ORDER_LIMIT";
  if ((largest(signed, facts) ?? 0) > limits.position_usd + FLAT_USD) yield "POSITION_LIMIT";
  if ((facts.workingUsd?.length ?? 0) >= limits.working_orders) yield "WORKING_LIMIT";
  if (facts.todayCop !== null && facts.todayCop <= -limits.daily_loss_cop) yield "DAILY_LOSS";
}
