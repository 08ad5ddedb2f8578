"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { toast } from "@/components/ui/toast";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { useLatest } from "@/features/market/api/feed";
import { SYMBOL } from "@/features/market/api/queries";
import { useCan, useSession } from "@/features/session/api/session";
import { ProblemError } from "@/lib/api/problem";
import type { Locale } from "@/lib/format/numbers";
import { useFormat } from "@/lib/format/use-format";
import { useUrlState } from "@/lib/url/use-url-state";
import { useFacts } from "../api/facts";
import { type NewOrder, usePlaceOrder } from "../api/place";
import { useSwitch } from "../api/state";
import { writtenAmount } from "../rules/amounts";
import { freshClientOrderId } from "../rules/client-id";
import { blockOf } from "../rules/gate";
import { type Facts, type Intent, riskOf } from "../rules/risk";
import { TicketConfirm } from "./ticket-confirm";
import { TicketForm } from "./ticket-form";
import { EMPTY, fieldErrors, intentOf, isSameOrder, orderOf, type TicketValues } from "./ticket-values";

/** The order form: what is meant, what it risks, a confirmation, and what the service answered. `?close=ACCOUNT` fills in the order that closes a position. */
export function OrderTicket({ className }: { className?: string }) {
  const t = useTranslations("orders.ticket");
  const locale = useLocale() as Locale;
  const f = useFormat();
  const form = useForm<TicketValues>({ defaultValues: EMPTY, mode: "onBlur" });
  const values = useWatch({ control: form.control }) as TicketValues;
  const facts = useFacts(values.account);
  const intent = intentOf(values, locale);
  const risk = intent === null ? null : riskOf(intent, facts);
  const block = useBlock(facts, risk?.reduces ?? null, values.tif === "ioc");
  const place = usePlaceOrder({
    onDone: ({ side, quantity_usd: quantity }) =>
      toast.success(t("accepted", { order: t(`words.${side}`, { quantity: f.usd(quantity) }) }), {
        description: t("acceptedNext"),
      }),
  });
  const [pending, setPending] = useState<{ order: NewOrder; intent: Intent } | null>(null);
  /** The last order that had no answer: sent again it keeps its name, so that it has one effect. */
  const unanswered = useRef<NewOrder | null>(null);
  useClosing((closing) => form.reset(closing), locale);

  function review(): void {
    if (intent === null) return;
    const fresh = orderOf(intent, values, SYMBOL, freshClientOrderId());
    const last = unanswered.current;
    place.reset();
    setPending({ order: last !== null && isSameOrder(last, fresh) ? last : fresh, intent });
  }

  function send({ order }: { order: NewOrder }): void {
    place.mutate(order, {
      onSuccess: () => {
        unanswered.current = null;
        setPending(null);
        form.reset({ ...values, quantity: "", reduceOnly: false });
      },
      onError: (error) => refused(order, error),
    });
  }

  function refused(order: NewOrder, error: Error): void {
    const isOutage = error instanceof ProblemError && error.isOutage;
    unanswered.current = isOutage ? order : null;
    if (isOutage || (error instanceof ProblemError && error.status === 429)) return;
    setPending(null);
    for (const { field, message } of fieldErrors(error)) form.setError(field, { type: "server", message });
  }

  return (
    <Card
      title={t("title")}
      className={className}
      actions={<Badge>{t("onAccount", { account: values.account })}</Badge>}
    >
      <TicketForm
        form={form}
        values={values}
        facts={facts}
        risk={risk}
        quantityUsd={intent?.quantityUsd ?? null}
        block={block}
        error={pending === null ? place.error : null}
        onReview={review}
      />
      {pending !== null && (
        <TicketConfirm
          order={pending.order}
          intent={pending.intent}
          risk={riskOf(pending.intent, facts)}
          facts={facts}
          place={place}
          onSend={() => send(pending)}
          onClose={() => setPending(null)}
        />
      )}
    </Card>
  );
}

function useBlock(facts: Facts, reduces: boolean | null, isIoc: boolean) {
  const { session, isPending } = useSession();
  const mayTrade = useCan("trader");
  const view = useSwitch();
  const latest = useLatest();
  const quote = latest.data?.state ?? (latest.isPending ? undefined : null);
  const isFlat = facts.positionUsd === null ? null : facts.positionUsd === 0;
  return blockOf({ session: isPending ? undefined : session, mayTrade, view, quote, reduces, isFlat, isIoc });
}

/** Fills in the order that closes the position of the account in `?close=`, once it is known how large it is. */
function useClosing(fill: (values: TicketValues) => void, locale: Locale): void {
  const [params, write] = useUrlState();
  const account = params.get("close");
  const held = useFacts(account ?? EMPTY.account).positionUsd;
  const latest = useRef(fill);
  useEffect(() => {
    latest.current = fill;
  });
  useEffect(() => {
    if (account === null || held === null) return;
    if (held !== 0)
      latest.current({
        ...EMPTY,
        account,
        side: held > 0 ? "sell" : "buy",
        quantity: writtenAmount(Math.abs(held), locale),
        reduceOnly: true,
      });
    write({ close: null });
  }, [account, held, locale, write]);
}
