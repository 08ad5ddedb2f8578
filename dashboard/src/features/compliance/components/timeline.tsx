"use client";

import {
  BookOpenCheck,
  BrainCircuit,
  CandlestickChart,
  CircleCheckBig,
  CircleDashed,
  Crosshair,
  Database,
  ListChecks,
  Quote,
  ReceiptText,
  Sigma,
  TriangleAlert,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { gapsOf, type Step, type StepKind, stepsOf } from "../api/timeline";
import type { Leg } from "../api/types";
import { Instants } from "./instants";
import { StepBody } from "./step-body";

const ICONS = {
  raw: Database,
  bar: CandlestickChart,
  features: Sigma,
  prediction: BrainCircuit,
  decision: Crosshair,
  order: ReceiptText,
  checks: ListChecks,
  quote: Quote,
  filledBar: CandlestickChart,
  fill: CircleCheckBig,
  audit: BookOpenCheck,
} as const satisfies Record<StepKind, unknown>;

interface Props {
  leg: Leg;
  label: string;
  contract: Readonly<Record<string, unknown>> | undefined;
}

/** From bar to fill: every step with its times, figures and hashes; what is missing says so. */
export function Timeline({ leg, label, contract }: Props) {
  const t = useTranslations("compliance.trade");
  const gaps = gapsOf(leg);
  return (
    <>
      {gaps.length > 0 && (
        <ul className="mb-3 space-y-1 text-sm text-warn">
          {gaps.map((gap) => (
            <li key={gap} className="flex items-center gap-2">
              <TriangleAlert aria-hidden className="size-4 shrink-0" /> {gap}
            </li>
          ))}
        </ul>
      )}
      <ol aria-label={label}>
        {stepsOf(leg).map((step) => (
          <li key={step.kind} className="group relative flex gap-3 pb-5 last:pb-0">
            <Marker step={step} />
            <div className="min-w-0 flex-1 pt-0.5">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                <h4 className="text-sm font-semibold">{t(`steps.${step.kind}`)}</h4>
                {step.state === "told" && <Instants at={step.at} recordedAt={step.recordedAt} />}
              </div>
              {step.state === "told" ? (
                <StepBody step={step} leg={leg} contract={contract} />
              ) : (
                <p className={cn("text-sm", step.state === "missing" ? "text-warn" : "text-muted")}>
                  {t(step.state)} {step.why}
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function Marker({ step }: { step: Step }) {
  const Icon =
    step.state === "told" ? ICONS[step.kind] : step.state === "missing" ? TriangleAlert : CircleDashed;
  return (
    <>
      <span
        aria-hidden
        className="absolute top-8 bottom-0 left-4 w-px -translate-x-1/2 bg-line group-last:hidden"
      />
      <span
        className={cn("z-10 flex size-8 shrink-0 items-center justify-center rounded-full border", {
          "border-accent/40 bg-accent-soft text-accent": step.state === "told",
          "border-warn/50 bg-warn-soft text-warn": step.state === "missing",
          "border-line bg-surface text-faint": step.state === "none",
        })}
      >
        <Icon aria-hidden className="size-4" />
      </span>
    </>
  );
}
