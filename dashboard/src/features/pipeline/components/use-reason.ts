"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { components } from "@/lib/api/types/pipeline";

/** Reasons of quarantine in words; one that is not known here is shown as the service calls it. */
export function useReason(): (reason: string) => string {
  const t = useTranslations("pipeline.reason");
  return useCallback(
    (reason) => (t.has(reason) ? t(reason as components["schemas"]["Reason"]) : reason),
    [t],
  );
}
