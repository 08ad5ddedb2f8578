"use client";

import { useTranslations } from "next-intl";
import { Hint } from "@/components/ui/hint";
import { countdown } from "@/lib/format/countdown";
import { useFormat } from "@/lib/format/use-format";

interface Props {
  /** Market time, milliseconds since 1970; null while not known. */
  now: number | null;
  open: boolean | null;
  /** Market seconds until the next opening or closing. */
  seconds: number | null;
  compact?: boolean;
}

/** The time in Bogotá as the market has it, and when the session opens or closes. */
export function MarketClock({ now, open, seconds, compact = false }: Props) {
  const t = useTranslations("common.clock");
  const format = useFormat();
  const next =
    open === null || seconds === null
      ? t("unknown")
      : t(open ? "closesIn" : "opensIn", { time: countdown(seconds) });
  return (
    <div
      className={compact ? "flex items-baseline gap-1.5 text-xs" : "flex flex-col items-end leading-tight"}
    >
      <Hint text={now === null ? t("unknownHelp") : t("help", { utc: format.utc(now) })}>
        <time
          tabIndex={0}
          dateTime={now === null ? undefined : new Date(now).toISOString()}
          aria-label={t("label")}
          className="min-w-[8ch] text-right text-sm font-medium tabular-nums"
        >
          {now === null ? "—" : format.clock(now)}
        </time>
      </Hint>
      <span className="min-w-[20ch] text-right text-2xs whitespace-nowrap text-muted tabular-nums">
        {next}
      </span>
    </div>
  );
}
