"use client";

import { useTranslations } from "next-intl";
import type { components } from "@/lib/api/types/compliance";
import { useFormat } from "@/lib/format/use-format";
import { Facts } from "./facts";
import { Hash } from "./hash";

/** An order as it was accepted, and what became of it. */
export function OrderFacts({ order }: { order: components["schemas"]["OrderBody"] }) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  return (
    <Facts
      of={[
        [t("side"), t(`sides.${order.side}`)],
        [t("type"), t(`types.${order.type}`)],
        [t("quantity"), format.usd(order.quantity_usd)],
        order.limit_price !== null && [t("limit"), format.price(order.limit_price)],
        order.stop_price !== null && [t("stop"), format.price(order.stop_price)],
        [t("validity"), order.time_in_force.toUpperCase()],
        order.reduce_only && [t("only"), t("reduceOnly")],
        [t("origin"), t(`origins.${order.origin}`)],
        [t("actor"), order.actor],
        [t("status"), t(`statuses.${order.status}`)],
        order.reason !== null && [t("because"), order.reason],
        [t("orderId"), <Hash key="o" of={order.id} name={t("orderId")} />],
        [t("clientId"), <Hash key="c" of={order.client_order_id} name={t("clientId")} length={14} />],
      ]}
    />
  );
}
