"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "@/components/ui/toast";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Changed } from "@/components/ui/changed";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Hint } from "@/components/ui/hint";
import { useProblemWords } from "@/components/ui/problem-words";
import { QueryView } from "@/components/ui/query-view";
import { Select } from "@/components/ui/select";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useCan } from "@/features/session/api/session";
import { useFormat } from "@/lib/format/use-format";
import { useUrlState } from "@/lib/url/use-url-state";
import { type OrderBody, useOrders } from "../api/book";
import { useCancelOrder } from "../api/place";
import { CancelAll } from "./cancel-all";
import { LoadMore } from "./load-more";
import { SideWord } from "./side-word";

const ENDS = ["filled", "cancelled", "expired"] as const;
const ANY = "any";
const TONES: Record<OrderBody["status"], Tone> = {
  working: "info",
  filled: "good",
  cancelled: "neutral",
  expired: "neutral",
};

/** Orders that work, with the way to cancel them, and below those that have ended. */
export function OrdersTable({ account }: { account: string | null }) {
  return (
    <div className="flex flex-col gap-6">
      <Working account={account} />
      <Past account={account} />
    </div>
  );
}

function Working({ account }: { account: string | null }) {
  const t = useTranslations("orders.book");
  const working = useOrders({ ...(account !== null && { account }), status: "working" });
  const mayCancel = useCan("trader");
  const columns = useColumns();
  const ours = (working.data?.pages.flatMap(({ data }) => data) ?? []).filter(
    ({ origin }) => origin === "manual",
  );
  return (
    <div className="flex flex-col">
      <header className="mb-1 flex min-h-8 items-center justify-between">
        <h3 className="text-xs font-semibold text-muted">{t("working")}</h3>
        {mayCancel && ours.length > 1 && <CancelAll orders={ours} />}
      </header>
      <QueryView query={working}>
        {({ pages }) => (
          <DataTable
            caption={t("working")}
            columns={[...columns, ...(mayCancel ? [cancelColumn] : [])]}
            rows={pages.flatMap(({ data }) => data)}
            rowId={({ id }) => id}
            empty={<p className="py-2 text-sm text-muted">{t("noWorking")}</p>}
          />
        )}
      </QueryView>
      <LoadMore query={working} />
    </div>
  );
}

function Past({ account }: { account: string | null }) {
  const t = useTranslations("orders.book");
  const [params, write] = useUrlState();
  const status = ENDS.find((one) => one === params.get("status"));
  const past = useOrders({ ...(account !== null && { account }), ...(status && { status }) });
  const columns = useColumns();
  return (
    <div className="flex flex-col">
      <header className="mb-1 flex min-h-8 items-center justify-between">
        <h3 className="text-xs font-semibold text-muted">{t("past")}</h3>
        <Select
          label={t("status")}
          value={status ?? ANY}
          onChange={(next) => write({ status: next === ANY ? null : next })}
          options={[
            { value: ANY, label: t("anyStatus") },
            ...ENDS.map((one) => ({ value: one, label: t(`statuses.${one}`) })),
          ]}
          className="h-8 text-xs"
        />
      </header>
      <QueryView query={past}>
        {({ pages }) => (
          <DataTable
            caption={t("past")}
            columns={columns}
            rows={pages.flatMap(({ data }) => data).filter((order) => order.status !== "working")}
            rowId={({ id }) => id}
            empty={<EmptyState title={t("noPast")}>{t("noPastWhat")}</EmptyState>}
          />
        )}
      </QueryView>
      <LoadMore query={past} />
    </div>
  );
}

function useColumns(): Column<OrderBody>[] {
  const t = useTranslations("orders.book");
  const f = useFormat();
  return [
    { id: "at", header: t("columns.at"), cell: ({ accepted_at }) => <Time at={accepted_at} /> },
    { id: "account", header: t("columns.account"), cell: ({ account }) => account },
    {
      id: "order",
      header: t("columns.order"),
      cell: (order) => <Words order={order} />,
      className: "whitespace-nowrap",
    },
    {
      id: "quantity",
      header: t("columns.quantity"),
      numeric: true,
      cell: ({ quantity_usd }) => f.usd(quantity_usd),
    },
    {
      id: "limit",
      header: t("columns.limit"),
      numeric: true,
      cell: ({ limit_price, stop_price }) => f.price(limit_price ?? stop_price),
    },
    { id: "filled", header: t("columns.filled"), numeric: true, cell: ({ filled_usd }) => f.usd(filled_usd) },
    { id: "status", header: t("columns.status"), cell: (order) => <Status order={order} /> },
    {
      id: "by",
      header: t("columns.by"),
      cell: ({ origin, actor }) => (origin === "policy" ? t("policy") : actor),
    },
  ];
}

function Words({ order }: { order: OrderBody }) {
  const t = useTranslations("orders.book");
  return (
    <>
      <SideWord side={order.side} /> {t(`type.${order.type}`)}
      {order.reduce_only && <span className="text-muted"> · {t("reduceOnly")}</span>}
      {order.triggered_at !== null && <span className="text-muted"> · {t("triggered")}</span>}{" "}
      <Changed of={order.bars_changed} isSmall />
    </>
  );
}

function Status({ order }: { order: OrderBody }) {
  const t = useTranslations("orders.book");
  return (
    <div className="flex flex-col items-start gap-0.5">
      <Badge tone={TONES[order.status]}>{t(`statuses.${order.status}`)}</Badge>
      {order.reason !== null && (
        <Hint text={order.reason}>
          <button type="button" className="max-w-48 cursor-help truncate rounded text-2xs text-muted">
            {order.reason}
          </button>
        </Hint>
      )}
    </div>
  );
}

const cancelColumn: Column<OrderBody> = {
  id: "cancel",
  header: "",
  cell: (order) => (order.origin === "manual" ? <CancelButton order={order} /> : null),
  className: "text-right",
};

function CancelButton({ order }: { order: OrderBody }) {
  const t = useTranslations("orders.book");
  const f = useFormat();
  const inWords = useProblemWords();
  const [isSent, setSent] = useState(false);
  const cancel = useCancelOrder({
    onDone: () => toast.success(t("cancelled")),
    onFailed: (error) => {
      setSent(false);
      toast.error(t("cancelFailed"), { description: inWords(error) ?? error.message });
    },
  });
  return (
    <Button
      size="sm"
      disabled={isSent}
      aria-label={t(isSent ? "cancellingOf" : "cancelOf", {
        side: t(`side.${order.side}`),
        quantity: f.usd(order.quantity_usd),
      })}
      onClick={() => {
        setSent(true);
        cancel.mutate(order);
      }}
    >
      {isSent ? t("cancelling") : t("cancel")}
    </Button>
  );
}
