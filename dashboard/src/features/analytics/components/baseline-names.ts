"use client";

import { useTranslations } from "next-intl";

const KNOWN = {
  flat: "flat",
  long: "long",
  short: "short",
  random: "random",
  trend: "trend",
  "matched exposure": "matched",
} as const;

/** A baseline in the reader's language; one without a word of ours keeps its name. */
export function useBaselineName(): (name: string) => string {
  const t = useTranslations("research.baselines");
  return (name) => {
    const fade = /^fade (\S+) bps$/.exec(name);
    if (fade !== null) return t("fade", { bps: fade[1] ?? "" });
    return Object.hasOwn(KNOWN, name) ? t(KNOWN[name as keyof typeof KNOWN]) : name;
  };
}
