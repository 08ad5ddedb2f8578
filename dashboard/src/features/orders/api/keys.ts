/** Places in the cache of everything about orders. */
export const keys = {
  all: ["orders"] as const,
  state: ["orders", "state"] as const,
  accounts: ["orders", "accounts"] as const,
  positions: ["orders", "positions"] as const,
  limits: ["orders", "limits"] as const,
  orders: ["orders", "list"] as const,
  fills: ["orders", "fills"] as const,
};
