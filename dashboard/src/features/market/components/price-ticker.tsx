"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Hint } from "@/components/ui/hint";
import { toneOf } from "@/components/ui/stat";
import { useFormat } from "@/lib/format/use-format";
import { useLatest } from "../api/feed";
import { useSessionChange } from "../api/session-change";

/** The newest price, its change since the session's first bar, and the quote's two sides. One line, for the header. */
export function PriceTicker({ className }: { className?: string }) {
  const t = useTranslations("market.ticker");
  const format = useFormat();
  const { data: latest } = useLatest();
  const { change, fraction } = useSessionChange();
  const tone = toneOf(change);
  const side = (value: number | null | undefined) =>
    value === null || value === undefined ? (
      <Hint text={t("noQuote")}>
        <button type="button" className="cursor-help">
          —
        </button>
      </Hint>
    ) : (
      format.price(value)
    );
  return (
    <dl className={cn("flex items-baseline gap-x-3 whitespace-nowrap tabular-nums", className)}>
      <div className="flex items-baseline gap-1.5">
        <dt className="text-xs text-muted">USD/COP</dt>
        <dd className="min-w-[8ch] text-right text-lg font-semibold">{format.price(latest?.price)}</dd>
      </div>
      <div>
        <dt className="sr-only">{t("change")}</dt>
        <dd
          className={cn("min-w-[16ch] text-xs font-medium", {
            "text-up": tone === "up",
            "text-down": tone === "down",
            "text-muted": tone === "plain",
          })}
        >
          <Hint text={change === null ? t("noOpening") : t("changeHint")}>
            <button type="button" className="cursor-help">
              {change === null
                ? "—"
                : `${format.decimal(change, 2, true)} (${format.percent(fraction, 2, true)})`}
            </button>
          </Hint>
        </dd>
      </div>
      <div className="hidden items-baseline gap-1.5 text-xs lg:flex">
        <dt className="text-muted">{t("bidAsk")}</dt>
        <dd>
          {side(latest?.bid)} / {side(latest?.ask)}
        </dd>
      </div>
    </dl>
  );
}
