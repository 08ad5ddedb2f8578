"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Hint } from "@/components/ui/hint";
import { useFormat } from "@/lib/format/use-format";
import { type Link, useLink } from "@/lib/stream/provider";

const DOT: Record<Link["state"], string> = {
  connecting: "bg-faint",
  live: "bg-up",
  reconnecting: "bg-warn",
  offline: "bg-down",
};

/** How the line to the stream is, and since when it is not; what is on the screen is of before. `compact`: a dot alone while all is well; else only since when, since the price's badge beside it says the word. */
export function LinkBadge({ compact = false }: { compact?: boolean }) {
  const t = useTranslations("common.link");
  const format = useFormat();
  const { state, since } = useLink();
  const isBroken = state === "reconnecting" || state === "offline";
  const text = isBroken ? t(state, { since: format.clock(since) }) : t(state);
  return (
    <Hint text={t(`${state}Help`)}>
      <button
        type="button"
        className={cn(
          "inline-flex min-h-6 items-center gap-2 rounded-full text-xs whitespace-nowrap",
          state === "offline" ? "text-down" : state === "reconnecting" ? "text-warn" : "text-muted",
        )}
      >
        <span
          aria-hidden
          className={cn(
            "size-2 shrink-0 rounded-full",
            DOT[state],
            state === "reconnecting" && "animate-pulse motion-reduce:animate-none",
          )}
        />
        <span
          role="status"
          className={cn(compact && isBroken && "max-sm:sr-only", compact && state === "live" && "sr-only")}
        >
          {text}
        </span>
        {compact && isBroken && (
          <span aria-hidden className="tabular-nums sm:hidden">
            {t("since", { since: format.clock(since) })}
          </span>
        )}
      </button>
    </Hint>
  );
}
