import type { components } from "@/lib/api/types/trading";

type Schemas = components["schemas"];
/** As an event tells it: nothing can have changed since. */
type Told<Body> = Omit<Body, "bars_changed">;

/** What the stream says, as `docs/STREAM.md` gives it. */
export interface Quote {
  price: number;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number | null;
  volume: number | null;
  bid: number | null;
  ask: number | null;
  spread: number | null;
}

export interface QuoteBody {
  symbol: string;
  timestamp: string;
  data: Quote;
  metadata: {
    source: string;
    latency_ms: number | null;
    data_quality: "live" | "delayed" | "stale" | "doubtful";
  };
}

export interface BarBody {
  symbol: string;
  timestamp: string;
  data: {
    /** Opening, milliseconds since 1970. */
    time: number;
    open: number;
    high: number;
    low: number;
    close: number;
    volume: number | null;
    state: "forming" | "final" | "revised";
    session: string;
    slot: number;
  };
}

export interface PredictionBody {
  symbol: string;
  timestamp: string;
  data: {
    alias: "champion" | "challenger" | "shadow";
    model_version: string;
    bundle_hash: string;
    target: -1 | 0 | 1;
    p_short: number;
    p_flat: number;
    p_long: number;
    value: number;
    late: boolean;
  };
}

export interface OrderEvent {
  account: string;
  timestamp: string;
  data: Told<Schemas["OrderBody"]>;
}

export interface FillEvent {
  account: string;
  timestamp: string;
  data: Told<Schemas["FillBody"]>;
}

export interface StatusBody {
  symbol: string;
  timestamp: string;
  data: {
    state: string;
    since: string;
    cause: string | null;
    trading_state: Omit<Schemas["StateBody"], "recorded_at"> | null;
    data_kind: DataKind;
    replay_ended: boolean;
  };
}

export type DataKind = "real" | "replay" | "synthetic";

interface Bodies {
  market_data: QuoteBody;
  bar: BarBody;
  prediction: PredictionBody;
  system_status: StatusBody;
  order: OrderEvent;
  fill: FillEvent;
}

export type EventType = keyof Bodies;
export type EventOf<Type extends EventType> = Bodies[Type] & {
  type: Type;
  epoch: number;
  seq: number;
  /** The first of the ticks that were left out before this one. */
  skipped_from?: number;
};
export type StreamEvent = { [Type in EventType]: EventOf<Type> }[EventType];

export interface Snapshot {
  type: "snapshot";
  symbol?: string;
  account?: string;
  /** Null where the stream has had no event yet. */
  epoch: number | null;
  seq: number | null;
  data: { [Type in EventType]?: Bodies[Type] & { epoch?: number; seq?: number } };
}

export interface Gap {
  type: "gap";
  symbol?: string;
  account?: string;
}

export interface StreamError {
  type: "error";
  code: string;
  message: string;
  retry_after?: number;
  opens_at?: string;
}

export type ServerMessage =
  StreamEvent | Snapshot | Gap | StreamError | { type: "ack"; action: string } | { type: "heartbeat" };

/** A message of the server; null where it is none that is known here. */
export function messageFrom(text: string): ServerMessage | null {
  const parsed = parse(text);
  return typeof parsed === "object" && parsed !== null && "type" in parsed ? (parsed as ServerMessage) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
