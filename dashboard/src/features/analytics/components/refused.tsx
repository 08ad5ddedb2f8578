import { CircleAlert } from "lucide-react";
import { ProblemError } from "@/lib/api/problem";

/** What the service answered to a wish it did not fulfil, and what to do about it. */
export function Refused({ error }: { error: Error }) {
  const cure = error instanceof ProblemError ? error.cure : null;
  return (
    <div role="alert" className="flex gap-2 rounded-md border border-down/40 bg-down-soft px-3 py-2 text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-down" />
      <div className="min-w-0 break-words">
        <p className="font-medium text-down">{error.message}</p>
        {cure !== null && <p className="text-xs text-muted">{cure}</p>}
      </div>
    </div>
  );
}
