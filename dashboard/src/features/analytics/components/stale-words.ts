"use client";

import { useTranslations } from "next-intl";

/** What is in force otherwise than when a verdict was made, in the reader's language; what we have no word for by its name. */
export function useStaleWords(): (names: readonly string[]) => string {
  const t = useTranslations("analytics.stale");
  return (names) => names.map((name) => (t.has(name) ? t(name) : name)).join(", ");
}
