"use client";

import { ArrowDown, ArrowUp, Clock3, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Changed } from "@/components/ui/changed";
import { cn } from "@/components/ui/cn";
import { Hint } from "@/components/ui/hint";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import type { Opinion, Voice } from "../api/opinions";
import { newestChange, targetName } from "../api/trade-markers";
import { ActionStrip } from "./action-strip";

interface Props {
  voice: Voice;
  /** Whether the gates refuse its bundle; null while not known. */
  isUnproven: boolean | null;
}

const ICONS = { long: ArrowUp, flat: Minus, short: ArrowDown } as const;
const TONES = { long: "text-up", flat: "text-muted", short: "text-down" } as const;

/** One bundle: who it is, what it wants, how sure it is, and what it wanted before in this session. */
export function VoiceCard({ voice, isUnproven }: Props) {
  const t = useTranslations("market.policy");
  const names = useTranslations("market.target");
  const format = useFormat();
  const [newest] = voice.opinions;
  const target = targetName(newest.target);
  const Icon = ICONS[target];
  return (
    <article aria-label={t(`role.${voice.role}`)} className="flex flex-col gap-2.5">
      <header className="flex flex-wrap items-center gap-1.5">
        <Badge tone={voice.role === "champion" ? "info" : "neutral"}>{t(`role.${voice.role}`)}</Badge>
        {isUnproven === true && (
          <Hint text={t("unprovenHint")}>
            <Badge tone="warn" tabIndex={0}>
              {t("unproven")}
            </Badge>
          </Hint>
        )}
        <Changed of={newestChange(voice.opinions)} />
        <Hint text={t("bundleHint", { hash: voice.bundle, version: voice.version })}>
          <button type="button" className="ml-auto cursor-help font-mono text-2xs text-muted">
            {voice.bundle.slice(0, 8)}
          </button>
        </Hint>
      </header>
      <div className="flex items-end justify-between gap-3">
        <p className={cn("flex items-center gap-1.5 text-xl font-semibold", TONES[target])}>
          <Icon aria-hidden className="size-5" />
          {names(target)}
        </p>
        <p className="text-right text-xs tabular-nums">
          <Hint text={newest.value === null ? t("noValue") : t("valueHint")}>
            <button type="button" className="cursor-help">
              <span className="text-muted">{t("value")}</span>{" "}
              <span className="font-medium">
                {newest.value === null ? "—" : `${format.decimal(newest.value, 2, true)} bps`}
              </span>
            </button>
          </Hint>
        </p>
      </div>
      <Probabilities opinion={newest} />
      <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
        {t("atBar")} <Time at={newest.time} as="moment" />
        {newest.late === true && (
          <Hint text={t("lateHint")}>
            <Badge tone="warn" tabIndex={0}>
              <Clock3 aria-hidden className="size-3" /> {t("late")}
            </Badge>
          </Hint>
        )}
      </p>
      <ActionStrip opinions={voice.opinions} />
    </article>
  );
}

const BARS = [
  ["short", "p_short", "bg-down"],
  ["flat", "p_flat", "bg-faint"],
  ["long", "p_long", "bg-up"],
] as const;

function Probabilities({ opinion }: { opinion: Opinion }) {
  const t = useTranslations("market.policy");
  const names = useTranslations("market.target");
  const format = useFormat();
  return (
    <dl className="flex flex-col gap-1" aria-label={t("probabilities")}>
      {BARS.map(([name, key, colour]) => {
        const chance = opinion[key];
        return (
          <div key={name} className="grid grid-cols-[4rem_1fr_3.5rem] items-center gap-2 text-xs">
            <dt className="text-muted">{names(name)}</dt>
            <dd aria-hidden className="h-1.5 overflow-hidden rounded-full bg-raised">
              <div
                className={cn(
                  "h-full rounded-full transition-[width] duration-200 motion-reduce:transition-none",
                  colour,
                )}
                style={{ width: `${(chance ?? 0) * 100}%` }}
              />
            </dd>
            <dd className="text-right tabular-nums">
              {chance === null ? <abbr title={t("noProbability")}>—</abbr> : format.percent(chance)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
