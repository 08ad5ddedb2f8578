"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import type { Trial } from "../api/research";
import { stripScale } from "./strip-scale";

interface Props {
  trials: readonly Trial[];
  hurdle: number | null;
  /** Sharpe ratio of the model that the page is about. */
  own: number | null;
}

/** Every trial's Sharpe ratio on one axis, with the hurdle and the model: who stands where luck alone would. */
export function TrialStrip({ trials, hurdle, own }: Props) {
  const t = useTranslations("research.trials");
  const format = useFormat();
  const known = trials.flatMap(({ sharpe }) => (sharpe === null ? [] : [sharpe]));
  const scale = stripScale([...known, hurdle ?? 0, own ?? 0]);
  const at = (value: number) => ({ left: `${100 * scale.part(value)}%` });
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="text-xs text-muted">
        {t("strip", { known: known.length, unknown: trials.length - known.length })}
      </figcaption>
      <div aria-hidden className="relative mx-4 h-16">
        <div className="absolute inset-x-0 top-8 border-t border-line" />
        {scale.ticks.map((tick) => (
          <span
            key={tick}
            className="absolute top-10 -translate-x-1/2 text-2xs text-muted tabular-nums"
            style={at(tick)}
          >
            {format.decimal(tick, scale.digits, true)}
          </span>
        ))}
        {known.map((sharpe, index) => (
          <Dot key={index} style={at(sharpe)} className="top-[1.6875rem] bg-faint/70" />
        ))}
        {hurdle !== null && (
          <div className="absolute top-2 h-8 border-l-2 border-dashed border-warn" style={at(hurdle)} />
        )}
        {own !== null && (
          <Dot style={at(own)} className="top-[1.5625rem] size-3.5 bg-accent ring-2 ring-surface" />
        )}
      </div>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-2xs text-muted">
        <Key mark={<span className="size-2.5 rounded-full bg-faint/70" />} text={t("keyTrial")} />
        {own !== null && <Key mark={<span className="size-3 rounded-full bg-accent" />} text={t("keyOwn")} />}
        {hurdle !== null && (
          <Key mark={<span className="h-3 border-l-2 border-dashed border-warn" />} text={t("keyHurdle")} />
        )}
      </ul>
    </figure>
  );
}

function Dot({ className, style }: { className: string; style: { left: string } }) {
  return <span className={cn("absolute size-2.5 -translate-x-1/2 rounded-full", className)} style={style} />;
}

function Key({ mark, text }: { mark: ReactNode; text: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className="flex w-3 justify-center">
        {mark}
      </span>
      {text}
    </li>
  );
}
