"use client";

import { CircleAlert, Inbox, RotateCw, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ProblemError } from "@/lib/api/problem";
import { Button } from "./button";
import { useProblemWords } from "./problem-words";
import { Time } from "./time";

/** Nothing is there, and what to do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 px-4 py-8 text-center">
      <Inbox aria-hidden className="size-6 text-faint" />
      <p className="text-sm font-medium">{title}</p>
      {children !== undefined && <div className="max-w-md text-sm text-muted">{children}</div>}
      {action}
    </div>
  );
}

/** What went wrong in the reader's language, the service's own sentence, the cure, and the way to try again. */
export function ErrorState({ error, retry }: { error: Error; retry?: () => void }) {
  const t = useTranslations("common");
  const words = useProblemWords()(error);
  const cure = error instanceof ProblemError ? error.cure : null;
  const Icon = error instanceof ProblemError && error.isOutage ? WifiOff : CircleAlert;
  return (
    <div
      role="alert"
      className="flex flex-1 flex-col items-center justify-center gap-2 px-4 py-8 text-center"
    >
      <Icon aria-hidden className="size-6 text-down" />
      {words !== null && <p className="text-sm font-medium">{words}</p>}
      <p className={words === null ? "text-sm font-medium" : "max-w-md text-sm"}>{error.message}</p>
      {cure !== null && <p className="max-w-md text-sm text-muted">{cure}</p>}
      {retry !== undefined && (
        <Button size="sm" onClick={retry}>
          <RotateCw aria-hidden /> {t("retry")}
        </Button>
      )}
    </div>
  );
}

/** Above data that could not be renewed: they are of then, not of now. */
export function StaleNotice({ since, error }: { since: number; error: Error }) {
  const t = useTranslations("common");
  const words = useProblemWords()(error);
  return (
    <div
      role="status"
      className="mb-3 flex items-center gap-2 rounded-md border border-warn/40 bg-warn-soft px-3 py-2 text-xs text-warn"
    >
      <WifiOff aria-hidden className="size-4 shrink-0" />
      <span>
        {t("noDataSince")} <Time at={since} as="time" /> · {words !== null && `${words}: `}
        <span>{error.message}</span>
      </span>
    </div>
  );
}
