"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Hint } from "@/components/ui/hint";
import { countdown } from "@/lib/format/countdown";
import { useFormat } from "@/lib/format/use-format";

interface Props {
  /** Market time, milliseconds since 1970; null while not known. */
  now: number | null;
  open: boolean | null;
  /** Market seconds until the next opening or closing. */
  seconds: number | null;
  /** A replay that has no more data: its clock stands, and nothing opens any more. */
  ended?: boolean;
  /** In one line, for a phone. */
  compact?: boolean;
}

/** The time in Bogotá as the market has it, and when the session opens or closes. */
export function MarketClock({ now, open, seconds, ended = false, compact = false }: Props) {
  const t = useTranslations("common.clock");
  const format = useFormat();
  return (
    <div
      className={cn(
        "whitespace-nowrap tabular-nums",
        // Where both do not fit, what comes next wraps out of sight, and the time stays whole.
        compact
          ? "flex h-5 min-w-0 flex-wrap items-baseline justify-end gap-x-1.5 overflow-hidden"
          : "flex flex-col items-end leading-tight",
      )}
    >
      <span className="sr-only">{t("label")}</span>
      <Hint text={now === null ? t("unknownHelp") : t("help", { utc: format.utc(now) })}>
        <time
          tabIndex={0}
          dateTime={now === null ? undefined : new Date(now).toISOString()}
          className="min-w-[8ch] text-right text-sm font-medium"
        >
          {now === null ? "—" : format.clock(now)}
        </time>
      </Hint>
      <span className={cn("text-right text-2xs text-muted", !compact && "min-w-[20ch]")}>
        {ended ? t("ended") : <NextEvent open={open} seconds={seconds} compact={compact} />}
      </span>
    </div>
  );
}

function NextEvent({
  open,
  seconds,
  compact,
}: {
  open: boolean | null;
  seconds: number | null;
  compact: boolean;
}) {
  const t = useTranslations("common.clock");
  if (open === null || seconds === null) return compact ? null : t("unknown");
  const time = countdown(seconds);
  if (compact) return t(open ? "closesShort" : "opensShort", { time });
  return t(open ? "closesIn" : "opensIn", { time });
}
