"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import type { Overlay } from "./series";
import type { Candle, Slot } from "./slots";

interface Props {
  /** The place under the crosshair, or the newest. */
  slot: Slot | undefined;
  overlays: readonly Overlay[];
  className?: string;
}

const FIGURES: readonly {
  overlay: Overlay;
  key: Exclude<keyof Candle, "state">;
  label: string;
  dot?: string;
}[] = [
  { overlay: "ema", key: "ema_20", label: "EMA 20", dot: "bg-accent" },
  { overlay: "ema", key: "ema_50", label: "EMA 50", dot: "bg-warn" },
  { overlay: "bollinger", key: "bb_upper", label: "BB +2σ" },
  { overlay: "bollinger", key: "bb_middle", label: "BB 20" },
  { overlay: "bollinger", key: "bb_lower", label: "BB −2σ" },
  { overlay: "rsi", key: "rsi", label: "RSI 14" },
  { overlay: "macd", key: "macd", label: "MACD", dot: "bg-accent" },
  { overlay: "macd", key: "macd_signal", label: "Signal", dot: "bg-warn" },
];

/** Figures of one bar: when, open, high, low, close, and its indicators. Unknown ones are a dash that says why. */
export function Legend({ slot, overlays, className }: Props) {
  const t = useTranslations("market.chart");
  const format = useFormat();
  if (slot === undefined) return <div className={cn("h-10", className)} />;
  const { time, bar, reason } = slot;
  return (
    <div className={cn("flex min-h-10 flex-col gap-0.5 text-xs tabular-nums", className)}>
      <div className="flex flex-wrap gap-x-3 gap-y-0.5">
        <span className="font-medium">{format.moment(time)}</span>
        <span className="text-muted">{format.utc(time)}</span>
        {bar === null ? (
          <span className="text-warn">{t(`reason.${reason ?? "unknown"}`)}</span>
        ) : (
          <Prices bar={bar} hasVolume={overlays.includes("volume") && bar.volume !== null} />
        )}
      </div>
      <div className="flex flex-wrap gap-x-3 gap-y-0.5 text-muted">
        {FIGURES.filter(({ overlay }) => overlays.includes(overlay)).map(({ key, label, dot }) => {
          const value = bar?.[key];
          return (
            <span key={key} className="inline-flex items-center gap-1">
              {dot !== undefined && <span aria-hidden className={cn("size-1.5 rounded-full", dot)} />}
              {label === "Signal" ? t("signal") : label}{" "}
              {typeof value === "number" ? (
                <span className="text-text">{format.decimal(value)}</span>
              ) : (
                <abbr title={t(absence(bar))} className="no-underline">
                  —
                </abbr>
              )}
            </span>
          );
        })}
      </div>
    </div>
  );
}

function Prices({ bar, hasVolume }: { bar: Candle; hasVolume: boolean }) {
  const t = useTranslations("market.chart");
  const format = useFormat();
  const change = bar.close - bar.open;
  const tone = change === 0 ? "text-text" : change > 0 ? "text-up" : "text-down";
  return (
    <>
      {(["open", "high", "low", "close"] as const).map((key) => (
        <span key={key}>
          <abbr title={t(key)} className="text-muted no-underline">
            {t(`${key}Short`)}
          </abbr>{" "}
          <span className={tone}>{format.price(bar[key])}</span>
        </span>
      ))}
      <span className={tone}>
        {format.decimal(change, 2, true)} ({format.percent(change / bar.open, 2, true)})
      </span>
      {hasVolume && (
        <span>
          <span className="text-muted">{t("volume")}</span> {format.integer(bar.volume)}
        </span>
      )}
      {bar.state !== "final" && <span className="text-muted">{t(`state.${bar.state}`)}</span>}
    </>
  );
}

/** Why a bar has no figure of an indicator. */
function absence(bar: Candle | null): "noBar" | "whileForming" | "onItsWay" | "warmingUp" {
  if (bar === null) return "noBar";
  if (bar.state === "forming") return "whileForming";
  return bar.ema_20 === undefined ? "onItsWay" : "warmingUp";
}
