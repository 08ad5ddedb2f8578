"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { Changed } from "@/components/ui/changed";
import { Cost } from "@/components/ui/cost";
import { type Column, DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { type FillBody, useFills } from "../api/book";
import { LoadMore } from "./load-more";
import { SideWord } from "./side-word";

/** Every change of position at its price, newest first; from each there is a way to all that led to it. */
export function FillsTable({ account }: { account: string | null }) {
  const t = useTranslations("orders.book");
  const fills = useFills(account === null ? {} : { account });
  const columns = useColumns();
  return (
    <div className="flex flex-col">
      <QueryView query={fills}>
        {({ pages }) => (
          <DataTable
            caption={t("tabs.fills")}
            columns={columns}
            rows={pages.flatMap(({ data }) => data)}
            rowId={({ id }) => `${id}`}
            empty={<EmptyState title={t("noFills")}>{t("noFillsWhat")}</EmptyState>}
          />
        )}
      </QueryView>
      <LoadMore query={fills} />
    </div>
  );
}

function useColumns(): Column<FillBody>[] {
  const t = useTranslations("orders.book");
  const f = useFormat();
  return [
    { id: "at", header: t("columns.at"), cell: ({ at }) => <Time at={at} /> },
    { id: "account", header: t("columns.account"), cell: ({ account }) => account },
    {
      id: "order",
      header: t("columns.order"),
      cell: ({ quantity_usd, forced, bars_changed }) => (
        <span className="whitespace-nowrap">
          <SideWord side={quantity_usd > 0 ? "buy" : "sell"} />
          {forced && <span className="text-muted"> · {t("forced")}</span>}{" "}
          <Changed of={bars_changed} isSmall />
        </span>
      ),
    },
    {
      id: "quantity",
      header: t("columns.quantity"),
      numeric: true,
      cell: ({ quantity_usd }) => f.usd(Math.abs(quantity_usd)),
    },
    { id: "price", header: t("columns.price"), numeric: true, cell: ({ price }) => f.price(price) },
    { id: "cost", header: t("columns.cost"), numeric: true, cell: (fill) => <Cost of={fill} /> },
    {
      id: "trade",
      header: t("columns.trade"),
      cell: ({ id, account }) => (
        <Link
          href={`/compliance?trade=${account}-${id}`}
          aria-label={t("reconstructOf", { id })}
          className="text-accent underline-offset-2 hover:underline"
        >
          {t("reconstruct")}
        </Link>
      ),
    },
  ];
}
