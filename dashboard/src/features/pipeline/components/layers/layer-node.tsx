"use client";

import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import type { LayerHealth, LayerStatus } from "../../api/types";
import { type LayerState, refusedOf, stateOf, TONES } from "./state";

interface Props {
  status: LayerStatus;
  health: LayerHealth | undefined;
  onOpen: () => void;
  className?: string;
}

/** A layer of the graph: how it is, how fresh, how much it holds, and whether its gate lets it be used. */
export function LayerNode({ status, health, onOpen, className }: Props) {
  const t = useTranslations("pipeline.layers");
  const words = useNodeWords(status);
  const state = stateOf(status, health);
  const refused = refusedOf(status.gates).length;
  return (
    <button
      type="button"
      onClick={onOpen}
      className={cn(
        "relative flex min-w-0 flex-col gap-1 rounded-lg border bg-surface px-3 py-2.5 text-left transition-colors hover:bg-hover",
        BORDER[state],
        className,
      )}
    >
      <span className="truncate text-sm font-semibold">
        <span className="text-muted">{status.layer}</span> {t(status.layer)}
        <Pause />
      </span>
      <span className="flex items-baseline justify-between gap-2 text-xs tabular-nums">
        <span className="truncate" title={words.ageHint}>
          {words.age}
        </span>
        <Pause />
        <span className="text-muted">{words.rows}</span>
        <Pause />
      </span>
      <span className="mt-0.5 flex items-center justify-between gap-2">
        <span className="flex min-w-0 items-center gap-1 text-xs text-muted">
          {refused > 0 && <ShieldAlert aria-hidden className="size-3.5 shrink-0 text-down" />}
          {refused === 0 && status.gates.length > 0 && (
            <ShieldCheck aria-hidden className="size-3.5 shrink-0 text-up" />
          )}
          <span className={cn("truncate", refused > 0 && "text-down")} title={status.gate_note ?? undefined}>
            {words.gate}
          </span>
          <Pause />
        </span>
        <Badge tone={TONES[state]}>
          {state === "running" && (
            <span className="size-1.5 animate-pulse rounded-full bg-accent motion-reduce:animate-none" />
          )}
          {t(`state.${state}`)}
        </Badge>
      </span>
    </button>
  );
}

/** What stands apart to the eye stands apart to the ear too: all of it is the name of one button. */
const Pause = () => <span className="sr-only">, </span>;

const BORDER: Record<LayerState, string> = {
  running: "border-accent/60",
  current: "border-line",
  late: "border-warn/60",
  stale: "border-warn/60",
  empty: "border-line border-dashed",
  degraded: "border-warn/60",
  down: "border-down",
};

function useNodeWords({ layer, freshness, records, gates }: LayerStatus) {
  const t = useTranslations("pipeline.layers");
  const format = useFormat();
  const total = gates.length;
  const refused = refusedOf(gates).length;
  const behind = freshness.behind ?? 0;
  const gate = refused > 0 ? t("gateRefused", { refused, total }) : t("gateOk", { passed: total, total });
  return {
    age:
      freshness.age_seconds === null ? t("never") : t("age", { age: format.duration(freshness.age_seconds) }),
    ageHint:
      freshness.behind === null
        ? undefined
        : layer === "L6"
          ? t("ageHintL6", { behind })
          : t("ageHint", { behind }),
    rows: t("rows", { rows: format.integer(records) }),
    gate: total === 0 ? t("noGate") : gate,
  };
}
