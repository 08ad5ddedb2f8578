"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import type { FillEvent } from "@/lib/stream/messages";
import { useStream } from "@/lib/stream/provider";
import { EMPTY } from "./ticket-values";

/** Says when an order of the account people trade has filled; what policies fill is too much to be told. */
export function useFillNotices(): void {
  const t = useTranslations("orders");
  const f = useFormat();
  const handlers = useMemo(
    () => ({
      event: {
        fill: ({ data }: FillEvent) => {
          if (data.account !== EMPTY.account) return;
          const side = data.quantity_usd > 0 ? "buy" : "sell";
          const order = t(`ticket.words.${side}`, { quantity: f.usd(Math.abs(data.quantity_usd)) });
          toast.success(t("book.filledNow", { order, price: f.price(data.price) }), {
            id: `fill-${data.id}`,
          });
        },
      },
    }),
    [t, f],
  );
  useStream([], handlers);
}
