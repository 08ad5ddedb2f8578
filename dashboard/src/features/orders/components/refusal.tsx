"use client";

import { useTranslations } from "next-intl";
import { TriangleAlert } from "lucide-react";
import { useProblemWords } from "@/components/ui/problem-words";
import { ProblemError } from "@/lib/api/problem";

/** What the service said against something: our words for the rule where we have them, its own sentence, and the cure. */
export function Refusal({ error, title }: { error: Error; title?: string }) {
  const t = useTranslations("orders.refusal");
  const common = useProblemWords()(error);
  const code = error instanceof ProblemError ? error.code : "";
  const wait = error instanceof ProblemError ? error.retryAfter : null;
  const cure = error instanceof ProblemError ? error.cure : null;
  const words = title ?? (t.has(code) ? t(code as "HALTED") : (common ?? t("other")));
  return (
    <div role="alert" className="flex gap-2 rounded-md border border-down/50 bg-down-soft p-3 text-sm">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-down" />
      <div className="min-w-0">
        <p className="font-semibold text-down">{words}</p>
        <p className="mt-0.5 break-words">{error.message}</p>
        {cure !== null && cure !== "" && <p className="mt-0.5 text-muted">{cure}</p>}
        {wait !== null && <p className="mt-0.5 font-medium">{t("wait", { seconds: wait })}</p>}
      </div>
    </div>
  );
}
