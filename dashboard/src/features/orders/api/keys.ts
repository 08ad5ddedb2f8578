import type { components } from "@/lib/api/types/trading";

type Schemas = components["schemas"];

/** Which orders are asked for; what is left out is not asked about. */
export interface OrderFilter {
  readonly account?: string;
  readonly status?: Schemas["OrderStatus"];
}

/** Which fills are asked for. */
export interface FillFilter {
  readonly account?: string;
}

/** Places in the cache of everything about orders. */
export const keys = {
  all: ["orders"] as const,
  state: ["orders", "state"] as const,
  limits: ["orders", "limits"] as const,
  accounts: ["orders", "accounts"] as const,
  positions: ["orders", "positions"] as const,
  everyOrders: ["orders", "list"] as const,
  orders: (filter: OrderFilter) => ["orders", "list", filter] as const,
  everyFills: ["orders", "fills"] as const,
  fills: (filter: FillFilter) => ["orders", "fills", filter] as const,
};
