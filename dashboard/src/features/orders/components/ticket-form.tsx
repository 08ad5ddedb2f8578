"use client";

import { useLocale, useTranslations } from "next-intl";
import { RadioGroup } from "radix-ui";
import type { UseFormReturn } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import type { Locale } from "@/lib/format/numbers";
import { useFormat } from "@/lib/format/use-format";
import { parseAmount, writtenAmount } from "../rules/amounts";
import type { Block } from "../rules/gate";
import { type Facts, type Risk, type Side, sidesOf } from "../rules/risk";
import { Refusal } from "./refusal";
import { RiskPanel } from "./risk-panel";
import { SignInLink } from "./signed-in";
import { EMPTY, type TicketValues } from "./ticket-values";

const QUICK_USD = [10_000, 25_000, 50_000, 100_000] as const;

interface Props {
  form: UseFormReturn<TicketValues>;
  values: TicketValues;
  facts: Facts;
  risk: Risk | null;
  quantityUsd: number | null;
  block: Block | null;
  error: Error | null;
  onReview: () => void;
}

export function TicketForm({ form, values, facts, risk, quantityUsd, block, error, onReview }: Props) {
  const t = useTranslations("orders.ticket");
  const f = useFormat();
  const breach = risk?.breaches[0];
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => void form.handleSubmit(() => block === null && onReview())(event)}
    >
      <SideButtons facts={facts} side={values.side} onChange={(side) => form.setValue("side", side)} />
      <Choice
        label={t("type")}
        value={values.type}
        onChange={(type) => form.setValue("type", type)}
        options={(["market", "limit", "stop"] as const).map((type) => ({
          value: type,
          label: t(`types.${type}`),
        }))}
        className="flex"
      />
      <Quantity form={form} facts={facts} />
      {values.type !== "market" && <PriceField form={form} type={values.type} />}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Choice
          label={t("tifLabel")}
          value={values.tif}
          onChange={(tif) => form.setValue("tif", tif)}
          options={(["day", "ioc"] as const).map((tif) => ({ value: tif, label: t(`tifs.${tif}`) }))}
        />
        <label className="flex items-center gap-2 text-xs">
          <input type="checkbox" className="size-4 accent-(--accent)" {...form.register("reduceOnly")} />
          {t("reduceOnly")}
        </label>
      </div>
      {form.formState.errors.reduceOnly?.message !== undefined && (
        <p className="text-xs text-down">{form.formState.errors.reduceOnly.message}</p>
      )}
      {values.account !== EMPTY.account && (
        <p className="flex items-center justify-between gap-2 text-xs text-warn">
          {t("foreign", { account: values.account })}
          <Button size="sm" onClick={() => form.reset(EMPTY)}>
            {t("toManual")}
          </Button>
        </p>
      )}
      <RiskPanel risk={risk} facts={facts} quantityUsd={quantityUsd} />
      {error !== null && <Refusal error={error} />}
      <div className="flex min-h-9 flex-col gap-2">
        {block !== null && block !== "loading" && (
          <div role="status" className="flex items-center justify-between gap-2 text-xs text-warn">
            {t(`blocked.${block}`)}
            {block === "signedOut" && <SignInLink />}
          </div>
        )}
        {block === null && breach !== undefined && (
          <p role="status" className="text-xs text-warn">
            {t(`breach.${breach}`)}
          </p>
        )}
        <Button
          type="submit"
          size="lg"
          variant={values.side === "buy" ? "up" : "down"}
          disabled={block !== null}
          className="w-full"
        >
          {quantityUsd === null
            ? t(`review.${values.side}`)
            : t(`words.${values.side}`, { quantity: f.usd(quantityUsd) })}
          …
        </Button>
      </div>
    </form>
  );
}

interface SideProps {
  facts: Facts;
  side: Side;
  onChange: (side: Side) => void;
}

/** Buy and sell, each with the price it would get; told apart by words, place and colour. */
function SideButtons({ facts, side, onChange }: SideProps) {
  const t = useTranslations("orders.ticket");
  const f = useFormat();
  const sides = sidesOf(facts);
  return (
    <RadioGroup.Root
      value={side}
      onValueChange={(next) => onChange(next as Side)}
      aria-label={t("side")}
      orientation="horizontal"
      className="grid grid-cols-2 gap-2"
    >
      {(["sell", "buy"] as const).map((one) => (
        <RadioGroup.Item
          key={one}
          value={one}
          className={cn(
            "flex flex-col items-center rounded-md border border-line px-3 py-2 text-muted hover:bg-hover",
            one === "buy"
              ? "data-[state=checked]:border-up data-[state=checked]:bg-up-soft data-[state=checked]:text-up"
              : "data-[state=checked]:border-down data-[state=checked]:bg-down-soft data-[state=checked]:text-down",
          )}
        >
          <span className="text-xs font-semibold">{t(`sides.${one}`)}</span>
          <span className="text-base font-semibold tabular-nums">
            {f.price(one === "buy" ? sides?.ask : sides?.bid)}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

const short = (value: number) => `${value / 1_000}k`;

function Quantity({ form, facts }: Pick<Props, "form" | "facts">) {
  const t = useTranslations("orders.ticket");
  const locale = useLocale() as Locale;
  const f = useFormat();
  const set = (value: number) =>
    form.setValue("quantity", writtenAmount(value, locale), { shouldValidate: true });
  const held = Math.abs(facts.positionUsd ?? 0);
  return (
    <div className="flex flex-col gap-1.5">
      <Field
        label={t("quantity")}
        unit="USD"
        inputMode="decimal"
        autoComplete="off"
        placeholder={writtenAmount(QUICK_USD[2], locale)}
        error={form.formState.errors.quantity?.message}
        {...form.register("quantity", {
          validate: (text) =>
            parseAmount(text, locale) !== null || t("badAmount", { example: writtenAmount(50_000, locale) }),
        })}
      />
      <div className="flex flex-wrap gap-1.5">
        {QUICK_USD.map((value) => (
          <Button
            key={value}
            size="sm"
            className="flex-1 px-1.5"
            aria-label={`${short(value)}: ${f.usd(value)}`}
            onClick={() => set(value)}
          >
            {short(value)}
          </Button>
        ))}
        <Button size="sm" className="flex-1 px-1.5" disabled={held === 0} onClick={() => set(held)}>
          {t("allHeld")}
        </Button>
      </div>
    </div>
  );
}

function PriceField({ form, type }: { form: Props["form"]; type: "limit" | "stop" }) {
  const t = useTranslations("orders.ticket");
  const locale = useLocale() as Locale;
  return (
    <Field
      label={t(`priceOf.${type}`)}
      unit="COP"
      inputMode="decimal"
      autoComplete="off"
      hint={t(`priceHint.${type}`)}
      error={form.formState.errors.price?.message}
      {...form.register("price", {
        validate: (text) =>
          parseAmount(text, locale) !== null || t("badPrice", { example: writtenAmount(4_093.1, locale) }),
      })}
    />
  );
}
