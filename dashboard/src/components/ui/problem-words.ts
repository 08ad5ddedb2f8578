"use client";

import { useTranslations } from "next-intl";
import { ProblemError } from "@/lib/api/problem";

/** What went wrong, in the reader's language by the problem's code; null where the code has no words: then the service's own sentence says it. */
export function useProblemWords(): (error: Error | null) => string | null {
  const t = useTranslations("common.problem");
  return (error) =>
    error instanceof ProblemError && t.has(error.code) ? t(error.code as "UNREACHABLE") : null;
}
