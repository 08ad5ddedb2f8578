"use client";

import {
  CircleHelp,
  Clock3,
  FlaskConical,
  History,
  LoaderCircle,
  type LucideIcon,
  Moon,
  Radio,
  TriangleAlert,
  WifiOff,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Hint } from "@/components/ui/hint";
import { useFormat } from "@/lib/format/use-format";
import { useLink } from "@/lib/stream/provider";
import { useAge, useServedKind } from "../api/clock";
import { useDataKind, useLatest } from "../api/feed";
import { type Freshness, freshnessOf, TONES } from "./freshness";

const ICONS: Record<Freshness, LucideIcon> = {
  live: Radio,
  delayed: Clock3,
  stale: TriangleAlert,
  closed: Moon,
  unknown: CircleHelp,
  reconnecting: LoaderCircle,
  offline: WifiOff,
};

/** How old the price is and whether it is a real one: word, colour and icon. Stands in the frame of every page. */
export function MarketBadge({ className }: { className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-1.5", className)} role="status">
      <FreshnessBadge />
      <KindBadge />
    </span>
  );
}

function FreshnessBadge() {
  const t = useTranslations("market.badge");
  const format = useFormat();
  const link = useLink();
  const { data, error } = useLatest();
  const age = useAge(data?.timestamp);
  const state = freshnessOf(data ?? null, link.state, error !== null);
  const Icon = ICONS[state];
  const seconds = age === null ? null : Math.round(age);
  const old = format.duration(seconds);
  return (
    <Hint
      text={
        <>
          {t(`${state}Hint`)}
          {data &&
            ` ${t("priceOf", { time: format.clock(data.timestamp), utc: format.utc(data.timestamp) })}`}
        </>
      }
    >
      <Badge tone={TONES[state]} tabIndex={0} className="tabular-nums">
        <Icon
          aria-hidden
          className={cn("size-3", state === "reconnecting" && "animate-spin motion-reduce:animate-none")}
        />
        {t(state)}
        {(state === "delayed" || state === "stale") && seconds !== null && seconds >= 1 && ` ${old}`}
      </Badge>
    </Hint>
  );
}

/** REPLAY or SYNTHETIC; real prices need no word. */
function KindBadge() {
  const t = useTranslations("market.badge");
  const told = useDataKind();
  const served = useServedKind();
  const kind = told ?? served;
  if (kind !== "replay" && kind !== "synthetic") return null;
  const Icon = kind === "replay" ? History : FlaskConical;
  return (
    <Hint text={t(`${kind}Hint`)}>
      <Badge tone={kind === "replay" ? "info" : "warn"} tabIndex={0}>
        <Icon aria-hidden className="size-3" />
        {t(kind)}
      </Badge>
    </Hint>
  );
}
