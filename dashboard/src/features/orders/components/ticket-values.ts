import type { Locale } from "@/lib/format/numbers";
import { ProblemError } from "@/lib/api/problem";
import type { NewOrder } from "../api/place";
import { parseAmount } from "../rules/amounts";
import type { Intent, OrderType, Side } from "../rules/risk";

/** What the form holds, as typed. */
export interface TicketValues {
  account: string;
  side: Side;
  type: OrderType;
  quantity: string;
  /** Limit or stop price; of a market order it is kept, and means nothing. */
  price: string;
  tif: NewOrder["time_in_force"];
  reduceOnly: boolean;
}

export const EMPTY: TicketValues = {
  account: "manual",
  side: "buy",
  type: "market",
  quantity: "",
  price: "",
  tif: "day",
  reduceOnly: false,
};

/** The order that is meant; null while amount or price cannot be read. */
export function intentOf(values: TicketValues, locale: Locale): Intent | null {
  const quantityUsd = parseAmount(values.quantity, locale);
  const price = values.type === "market" ? null : parseAmount(values.price, locale);
  if (quantityUsd === null || (values.type !== "market" && price === null)) return null;
  return {
    side: values.side,
    type: values.type,
    quantityUsd,
    limitPrice: values.type === "limit" ? price : null,
    stopPrice: values.type === "stop" ? price : null,
    reduceOnly: values.reduceOnly,
  };
}

/** The body of the order, under the name `id`. */
export function orderOf(intent: Intent, values: TicketValues, symbol: string, id: string): NewOrder {
  return {
    account: values.account,
    client_order_id: id,
    symbol,
    side: intent.side,
    type: intent.type,
    quantity_usd: intent.quantityUsd,
    limit_price: intent.limitPrice,
    stop_price: intent.stopPrice,
    time_in_force: values.tif,
    reduce_only: intent.reduceOnly,
  };
}

/** Whether two orders differ in their name alone: then one of them without an answer is sent again under its own. */
export function isSameOrder(one: NewOrder, other: NewOrder): boolean {
  return (
    JSON.stringify({ ...one, client_order_id: "" }) === JSON.stringify({ ...other, client_order_id: "" })
  );
}

const FIELDS: Readonly<Record<string, keyof TicketValues>> = {
  quantity_usd: "quantity",
  limit_price: "price",
  stop_price: "price",
  account: "account",
  ORDER_LIMIT: "quantity",
  POSITION_LIMIT: "quantity",
  QUANTITY_STEP: "quantity",
  REVERSAL: "quantity",
  NOT_REDUCING: "reduceOnly",
  NOT_MANUAL: "account",
  UNKNOWN_ACCOUNT: "account",
};

/** The field a refusal is about, with the words of the service; empty where it is about the order as a whole. */
export function fieldErrors(error: Error): { field: keyof TicketValues; message: string }[] {
  if (!(error instanceof ProblemError)) return [];
  const named = error.fields.flatMap(({ field, message }) => {
    const own = FIELDS[field.replace(/^body\./, "")];
    return own === undefined ? [] : [{ field: own, message }];
  });
  const byRule = FIELDS[error.code];
  return byRule === undefined ? named : [...named, { field: byRule, message: error.message }];
}
