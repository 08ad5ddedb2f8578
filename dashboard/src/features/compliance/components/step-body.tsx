"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Cost } from "@/components/ui/cost";
import { useFormat } from "@/lib/format/use-format";
import { featureHashOf, slippage, type Step } from "../api/timeline";
import type { Leg } from "../api/types";
import { Detail } from "./detail";
import { type Fact, Facts } from "./facts";
import { Hash } from "./hash";
import { BarFacts, RawRows } from "./step-bars";
import { OrderFacts } from "./step-order";
import { Probabilities } from "./step-policy";
import { StateThen } from "./state-then";
import { TrailRows } from "./trail-rows";

export type Told = Extract<Step, { state: "told" }>;

interface Props {
  step: Told;
  leg: Leg;
  /** Contract of the bundle that decided, where one did. */
  contract: Readonly<Record<string, unknown>> | undefined;
}

/** What a step has to tell, in figures, identifiers and hashes. */
export function StepBody({ step, leg, contract }: Props) {
  switch (step.kind) {
    case "raw":
      return <RawRows rows={step.of} />;
    case "bar":
    case "filledBar":
      return <BarFacts bar={step.of} />;
    case "features":
      return <Features step={step} contract={contract} />;
    case "prediction":
      return <Probabilities of={step.of} />;
    case "decision":
      return <Decision step={step} leg={leg} />;
    case "order":
      return <OrderFacts order={step.of} />;
    case "checks":
      return <StateThen accepted={step.of} />;
    case "quote":
      return <Quote step={step} />;
    case "fill":
      return <Fill step={step} leg={leg} />;
    case "audit":
      return <TrailRows rows={step.of} />;
  }
}

type Of<Kind extends Told["kind"]> = Extract<Told, { kind: Kind }>;

function Features({ step: { of }, contract }: { step: Of<"features">; contract: Props["contract"] }) {
  const t = useTranslations("compliance.trade");
  const expected = featureHashOf(contract);
  const differs = expected !== null && expected !== of.feature_hash;
  return (
    <>
      <Facts
        of={[
          [t("featureCount"), Object.keys(of.values).length],
          [t("featureHash"), <Hash key="f" of={of.feature_hash} name={t("featureHash")} />],
          expected !== null && [t("contractHash"), <Hash key="c" of={expected} name={t("contractHash")} />],
          [t("checksum"), <Hash key="s" of={of.checksum} name={t("checksum")} />],
        ]}
      />
      {differs && <p className="mt-1 text-sm text-warn">{t("featuresChanged")}</p>}
      <More label={t("allFeatures")}>
        <Detail of={of.values} label={t("allFeatures")} />
      </More>
    </>
  );
}

function Decision({ step: { of }, leg }: { step: Of<"decision">; leg: Leg }) {
  const t = useTranslations("compliance.trade");
  return (
    <Facts
      of={[
        [t("wanted"), t("position", { units: of.wanted })],
        [t("taken"), t("position", { units: of.target })],
        [t("held"), t("position", { units: of.held })],
        [t("slot"), of.slot],
        leg.assignment !== null && [t("assignment"), leg.assignment],
        [t("bundle"), <Hash key="b" of={of.bundle_hash} name={t("bundle")} />],
        of.refused !== null && [
          t("refusedBecause"),
          <span key="r" className="text-warn">
            {of.refused}
          </span>,
        ],
        of.late && [
          t("lateName"),
          <Badge key="l" tone="warn">
            {t("late")}
          </Badge>,
        ],
      ]}
    />
  );
}

function Quote({ step: { of } }: { step: Of<"quote"> }) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  return (
    <Facts
      of={[
        [t("price"), format.price(of.price)],
        [t("bid"), <Quoted key="b" value={of.bid} />],
        [t("ask"), <Quoted key="a" value={of.ask} />],
      ]}
    />
  );
}

function Quoted({ value }: { value: number | null }) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  return <span title={value === null ? t("notQuoted") : undefined}>{format.price(value)}</span>;
}

function Fill({ step: { of }, leg }: { step: Of<"fill">; leg: Leg }) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  const reference = leg.quote?.price ?? leg.filled_bar?.close;
  const paid = slippage(of, reference);
  const facts: Fact[] = [
    [t("quantity"), format.usd(of.quantity_usd, true)],
    [t("price"), format.price(of.price)],
    [t("cost"), <Cost key="k" of={of} />],
    paid !== null && [t(leg.quote === null ? "againstBar" : "againstQuote"), format.bps(paid)],
    [t("fill"), `#${of.id}`],
    [t("slot"), of.slot],
    of.forced && [t("kind"), <Badge key="f">{t("forced")}</Badge>],
  ];
  return <Facts of={facts} />;
}

/** More of a step for those who want it. */
export function More({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <details className="mt-2 text-sm">
      <summary className="w-fit cursor-pointer rounded text-xs text-muted hover:text-text">{label}</summary>
      <div className="mt-1.5">{children}</div>
    </details>
  );
}
