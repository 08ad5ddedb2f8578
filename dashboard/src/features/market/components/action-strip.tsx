"use client";

import { useTranslations } from "next-intl";
import { sessionOpening, WIDTH } from "@/components/charts/price/grid";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import type { Opinion } from "../api/opinions";
import { targetName } from "../api/trade-markers";

const SLOTS = 60;
/** Long stands in the upper half, short in the lower: not by colour alone. */
const LOOKS = {
  long: "top-0 h-1/2 bg-up",
  flat: "top-1/2 h-px bg-faint",
  short: "top-1/2 h-1/2 bg-down",
} as const;

/** What a bundle wanted at each bar of a session, by slot: above the line long, below it short, empty where it said nothing. */
export function ActionStrip({ opinions }: { opinions: readonly Opinion[] }) {
  const t = useTranslations("market.policy");
  const names = useTranslations("market.target");
  const format = useFormat();
  const bySlot = new Map(opinions.map((opinion) => [slotOf(opinion), opinion]));
  const count = (target: number) => opinions.filter((opinion) => opinion.target === target).length;
  const summary = t("strip", { bars: opinions.length, long: count(1), flat: count(0), short: count(-1) });
  return (
    <div role="img" aria-label={summary} className="flex h-6 gap-px rounded bg-raised px-1 py-0.5">
      {Array.from({ length: SLOTS }, (_, slot) => {
        const opinion = bySlot.get(slot);
        const target = opinion === undefined ? null : targetName(opinion.target);
        return (
          <span
            key={slot}
            className="relative h-full flex-1"
            {...(opinion && target && { title: `${format.time(opinion.time)} ${names(target)}` })}
          >
            {target !== null && <span className={cn("absolute inset-x-0 rounded-[1px]", LOOKS[target])} />}
          </span>
        );
      })}
    </div>
  );
}

/** Place of an opinion's bar in its session. */
export function slotOf({ time }: Pick<Opinion, "time">): number {
  const at = Date.parse(time);
  return Math.round((at - sessionOpening(at)) / WIDTH["5m"]);
}
