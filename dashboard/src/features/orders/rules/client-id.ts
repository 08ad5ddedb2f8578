const BYTES = 12;

/** A name of our own for an order, once and for all: sent again under it, the order has no second effect. */
export function freshClientOrderId(): string {
  // Not randomUUID, which browsers give to encrypted pages and this machine's own only.
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return `desk-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
