"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Hint } from "@/components/ui/hint";
import { useFormat } from "@/lib/format/use-format";
import { limitUse, type LimitUse } from "../rules/limit-use";
import type { Facts, LimitName, Risk } from "../rules/risk";

interface Props {
  /** Null while there is no order to speak of: then the places are kept, with dashes. */
  risk: Risk | null;
  facts: Facts;
  quantityUsd: number | null;
}

/** What an order would cost and what it would put at risk, before it is sent. */
export function RiskPanel({ risk, facts, quantityUsd }: Props) {
  const t = useTranslations("orders.risk");
  const f = useFormat();
  return (
    <dl aria-label={t("title")} className="grid gap-y-1.5 rounded-md bg-raised p-3 text-xs">
      <Row name={t("price")} value={f.price(risk?.fillPrice)} />
      <Row name={t("notional")} value={f.usd(quantityUsd)} note={f.cop(risk?.notionalCop)} />
      <Cost risk={risk} facts={facts} />
      <Row
        name={t("after")}
        value={f.usd(risk?.positionAfterUsd, true)}
        note={t("before", { position: f.usd(facts.positionUsd, true) })}
      />
      <Loss loss={risk?.loss ?? null} />
      {(["order", "position", "dailyLoss"] as const).map((name) => (
        <Meter key={name} name={name} use={limitUse(name, risk, facts)} />
      ))}
    </dl>
  );
}

function Cost({ risk, facts: { limits } }: Pick<Props, "risk" | "facts">) {
  const t = useTranslations("orders.risk");
  const told = useTranslations("common.cost");
  const f = useFormat();
  // Only a limit order has a fill to speak of and no costs beside it.
  if (risk !== null && risk.fillPrice !== null && risk.costCop === null)
    return <Row name={t("cost")} hint={t("insideHint")} value={t("inside")} note={"\u00a0"} />;
  const parts = limits && {
    spread: f.cop(risk?.spreadCop),
    slippage: f.cop(risk?.slippageCop),
    halfSpread: f.decimal(limits.half_spread_bps, 1),
    slip: f.decimal(limits.slippage_bps, 1),
  };
  const hint = parts === null ? t("why.limitsUnknown") : t("costHint", parts);
  const note = (
    <>
      {f.usd(risk?.costUsd)}
      <br />
      {told("parts", { spread: f.cop(risk?.spreadCop), slippage: f.cop(risk?.slippageCop) })}
    </>
  );
  return <Row name={t("cost")} hint={hint} value={f.cop(risk?.costCop)} note={note} />;
}

function Loss({ loss }: { loss: Risk["loss"] }) {
  const t = useTranslations("orders.risk");
  const f = useFormat();
  const note = (
    <>
      {f.usd(loss?.usd)}
      <br />
      {t("ofLimit", { share: f.percent(loss?.ofLimit, 0) })}
    </>
  );
  return <Row name={t("loss")} hint={t("lossHint")} value={f.cop(loss?.cop)} note={note} />;
}

interface RowProps {
  name: string;
  value: ReactNode;
  note?: ReactNode;
  hint?: string;
}

function Row({ name, value, note, hint }: RowProps) {
  return (
    <div className="grid grid-cols-[minmax(0,auto)_1fr] items-baseline gap-x-3">
      <dt className="text-muted">{hint === undefined ? name : <Explained name={name} hint={hint} />}</dt>
      <dd className="text-right tabular-nums">
        <span className="font-medium">{value}</span>
        {note !== undefined && note !== "" && <span className="block text-2xs text-muted">{note}</span>}
      </dd>
    </div>
  );
}

function Explained({ name, hint }: { name: string; hint: string }) {
  return (
    <Hint text={hint} onPress>
      <button
        type="button"
        className="cursor-help rounded underline decoration-line decoration-dotted underline-offset-2"
      >
        {name}
      </button>
    </Hint>
  );
}

function Meter({ name, use: { used, most, why } }: { name: LimitName; use: LimitUse }) {
  const t = useTranslations("orders.risk");
  const f = useFormat();
  const share = used === null ? null : used / most;
  const code = name === "dailyLoss" ? "COP" : "USD";
  // Whole units: a limit is not judged by its cents.
  const text = t("used", { code, used: f.integer(used), most: f.integer(most) });
  const isBeyond = share !== null && share > 1;
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
      <dt className="text-muted">
        {why === null ? t(`limit.${name}`) : <Explained name={t(`limit.${name}`)} hint={t(`why.${why}`)} />}
      </dt>
      <dd className="contents">
        <span
          className={cn(
            "text-2xs whitespace-nowrap tabular-nums",
            isBeyond ? "font-semibold text-down" : "text-muted",
          )}
        >
          {isBeyond && `${t("beyond")} `}
          {text}
        </span>
        <Bar name={t(`limit.${name}`)} text={text} share={share} />
      </dd>
    </div>
  );
}

/** Null: there is no share to show, and none is told to those who listen either. */
function Bar({ name, text, share }: { name: string; text: string; share: number | null }) {
  const place = "h-1 w-full overflow-hidden rounded-full bg-line";
  if (share === null) return <span aria-hidden className={place} />;
  const filled = Math.min(100, Math.round(share * 100));
  const colour = share > 1 ? "bg-down" : share > 0.8 ? "bg-warn" : "bg-accent";
  return (
    <span
      role="meter"
      aria-label={name}
      aria-valuenow={filled}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={text}
      className={place}
    >
      <span className={cn("block h-full rounded-full", colour)} style={{ width: `${filled}%` }} />
    </span>
  );
}
