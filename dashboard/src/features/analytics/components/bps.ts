"use client";

import { useFormat } from "@/lib/format/use-format";

/** Writes basis points with their sign, as the analytics give them (not as a fraction); null and undefined are a dash. */
export function useBps(): (value: number | null | undefined, digits?: number) => string {
  const format = useFormat();
  return (value, digits = 2) =>
    value === null || value === undefined ? "—" : `${format.decimal(value, digits, true)}\u00a0bps`;
}
