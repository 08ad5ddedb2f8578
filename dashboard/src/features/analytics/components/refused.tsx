"use client";

import { CircleAlert } from "lucide-react";
import { useProblemWords } from "@/components/ui/problem-words";
import { ProblemError } from "@/lib/api/problem";

/** What the service answered to a wish it did not fulfil: our words for it where we have them, its own sentence, and what to do about it. */
export function Refused({ error }: { error: Error }) {
  const words = useProblemWords()(error);
  const cure = error instanceof ProblemError ? error.cure : null;
  return (
    <div role="alert" className="flex gap-2 rounded-md border border-down/40 bg-down-soft px-3 py-2 text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-down" />
      <div className="min-w-0 break-words">
        {words !== null && <p className="font-medium text-down">{words}</p>}
        <p className={words === null ? "font-medium text-down" : undefined}>{error.message}</p>
        {cure !== null && <p className="text-xs text-muted">{cure}</p>}
      </div>
    </div>
  );
}
