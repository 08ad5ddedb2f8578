"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ProblemError } from "@/lib/api/problem";
import { useFormat } from "@/lib/format/use-format";
import type { NewOrder, usePlaceOrder } from "../api/place";
import type { Facts, Intent, Risk } from "../rules/risk";
import { Refusal } from "./refusal";
import { RiskPanel } from "./risk-panel";

/** The second click of a double click, and a key that is held, must not send what nobody has read. */
const ARMED_AFTER_MS = 600;

interface Props {
  order: NewOrder;
  intent: Intent;
  risk: Risk;
  facts: Facts;
  place: ReturnType<typeof usePlaceOrder>;
  onSend: () => void;
  onClose: () => void;
}

/** Says in full what is about to be sent; Enter sends it, Escape goes back. */
export function TicketConfirm({ order, intent, risk, facts, place, onSend, onClose }: Props) {
  const t = useTranslations("orders.ticket");
  const f = useFormat();
  const isArmed = useArmed();
  const wait = useWait(place.error);
  const quantity = f.usd(order.quantity_usd);
  const price = f.price(intent.limitPrice ?? intent.stopPrice);
  const isUnanswered = place.error instanceof ProblemError && place.error.isOutage;
  const canSend = isArmed && !place.isPending && wait === 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && isArmed && !place.isPending && onClose()}
      title={t(`headline.${order.side}.${order.type}`, { quantity, price })}
      description={t("readFirst")}
    >
      <div className="flex flex-col gap-4">
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
          <span>{t("onAccount", { account: order.account })}</span>
          <span>{t(`tif.${order.time_in_force}`)}</span>
          {order.reduce_only && <span>{t("reduceOnly")}</span>}
          <span className="font-mono">{order.client_order_id}</span>
        </p>
        <RiskPanel risk={risk} facts={facts} quantityUsd={order.quantity_usd} />
        {place.error !== null && (
          <Refusal error={place.error} {...(isUnanswered && { title: t("unanswered") })} />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose} disabled={place.isPending}>
            {t("back")}
          </Button>
          <Button
            ref={focusOn}
            variant={order.side === "buy" ? "up" : "down"}
            aria-disabled={!canSend}
            className="min-w-44 aria-disabled:opacity-50"
            onKeyDown={(event) => event.repeat && event.preventDefault()}
            onClick={() => canSend && onSend()}
          >
            {place.isPending && <LoaderCircle aria-hidden className="animate-spin" />}
            {label()}
          </Button>
        </div>
      </div>
    </Dialog>
  );

  function label(): string {
    if (place.isPending) return t("sending");
    if (wait > 0) return t("waiting", { seconds: wait });
    return isUnanswered ? t("sendAgain") : t(`send.${order.side}`, { quantity });
  }
}

const focusOn = (element: HTMLElement | null) => element?.focus();

function useArmed(): boolean {
  const [isArmed, setArmed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARMED_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return isArmed;
}

/** Seconds until the service takes the next request, counted down from when it said so. */
function useWait(error: Error | null): number {
  const wait = error instanceof ProblemError ? (error.retryAfter ?? 0) : 0;
  const [counted, setCounted] = useState({ error, passed: 0 });
  useEffect(() => {
    if (wait === 0) return;
    const timer = setInterval(
      () => setCounted((now) => ({ error, passed: now.error === error ? now.passed + 1 : 1 })),
      1_000,
    );
    return () => clearInterval(timer);
  }, [error, wait]);
  return Math.max(0, wait - (counted.error === error ? counted.passed : 0));
}
