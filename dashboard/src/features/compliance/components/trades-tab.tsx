"use client";

import { ArrowLeft, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type SyntheticEvent, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Changed } from "@/components/ui/changed";
import { Cost } from "@/components/ui/cost";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Field } from "@/components/ui/field";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useUrlState } from "@/lib/url/use-url-state";
import type { FilledTrade } from "../api/entries";
import { useFills } from "../api/queries";
import { TradeView } from "./trade-view";

/** A trade by its name, or one of the newest; the address keeps which. */
export function TradesTab() {
  const t = useTranslations("compliance.trades");
  const [params, write] = useUrlState();
  const id = params.get("trade");
  const open = (trade: string | null) => write({ trade });
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-end gap-3">
        {id !== null && (
          <Button variant="ghost" onClick={() => open(null)}>
            <ArrowLeft aria-hidden /> {t("back")}
          </Button>
        )}
        <Finder key={id} onFind={open} />
      </div>
      {id === null ? <Newest onOpen={open} /> : <TradeView id={id} />}
    </div>
  );
}

/** What a trade may be called: an account, and the number of the fill that entered it. */
const NAME = /^[a-z][a-z0-9_-]*-\d+$/;

function Finder({ onFind }: { onFind: (id: string) => void }) {
  const t = useTranslations("compliance.trades");
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const find = (event: SyntheticEvent) => {
    event.preventDefault();
    const name = text.trim().toLowerCase();
    setWrong(!NAME.test(name));
    if (NAME.test(name)) onFind(name);
  };
  return (
    <form role="search" aria-label={t("search")} onSubmit={find} className="flex items-start gap-2">
      <Field
        label={t("name")}
        placeholder="champion-1207"
        value={text}
        maxLength={60}
        onChange={(event) => setText(event.target.value)}
        error={wrong ? t("wrongName") : undefined}
        className="w-56"
      />
      <Button type="submit" className="mt-5">
        <Search aria-hidden /> {t("show")}
      </Button>
    </form>
  );
}

function Newest({ onOpen }: { onOpen: (id: string) => void }) {
  const t = useTranslations("compliance.trades");
  const query = useFills();
  return (
    <Card title={t("newest")} hint={t("newestHelp")}>
      <QueryView
        query={query}
        skeleton={<SkeletonRows rows={6} />}
        empty={{
          when: (fills) => fills.length === 0,
          show: <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>,
        }}
      >
        {(fills) => <Fills fills={fills} onOpen={onOpen} />}
      </QueryView>
    </Card>
  );
}

function Fills({ fills, onOpen }: { fills: readonly FilledTrade[]; onOpen: (id: string) => void }) {
  const t = useTranslations("compliance.trades");
  const format = useFormat();
  const columns: Column<FilledTrade>[] = [
    {
      id: "trade",
      header: t("trade"),
      cell: ({ trade }) =>
        trade === null ? (
          <span title={t("olderEntry")}>—</span>
        ) : (
          <Button size="sm" variant="ghost" className="font-mono text-accent" onClick={() => onOpen(trade)}>
            {trade}
          </Button>
        ),
    },
    {
      id: "at",
      header: t("at"),
      sortBy: ({ fill }) => fill.at,
      cell: ({ fill }) => <Time at={fill.at} />,
      className: "whitespace-nowrap",
    },
    {
      id: "part",
      header: t("part"),
      cell: ({ part, fill }) => (
        <span className="flex gap-1.5">
          <Badge>{t(part)}</Badge>
          <Changed of={fill.bars_changed} isSmall />
        </span>
      ),
    },
    {
      id: "account",
      header: t("account"),
      sortBy: ({ fill }) => fill.account,
      cell: ({ fill }) => fill.account,
    },
    {
      id: "quantity",
      header: t("quantity"),
      numeric: true,
      sortBy: ({ fill }) => fill.quantity_usd,
      cell: ({ fill }) => <span className="whitespace-nowrap">{format.usd(fill.quantity_usd, true)}</span>,
    },
    {
      id: "price",
      header: t("price"),
      numeric: true,
      sortBy: ({ fill }) => fill.price,
      cell: ({ fill }) => format.price(fill.price),
    },
    {
      id: "cost",
      header: t("cost"),
      numeric: true,
      sortBy: ({ fill }) => fill.total_cost_cop,
      cell: ({ fill }) => <Cost of={fill} />,
    },
  ];
  return (
    <DataTable caption={t("newest")} columns={columns} rows={fills} rowId={({ fill }) => String(fill.id)} />
  );
}
