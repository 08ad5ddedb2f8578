"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Cost } from "@/components/ui/cost";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Hint } from "@/components/ui/hint";
import { QueryView } from "@/components/ui/query-view";
import { EmptyState } from "@/components/ui/states";
import { useLatest } from "@/features/market/api/feed";
import { useFormat } from "@/lib/format/use-format";
import { useUrlState } from "@/lib/url/use-url-state";
import { usePositions } from "../api/book";
import { useSwitch } from "../api/state";
import { type PositionBody, type Worth, worthAt } from "../rules/profit";
import { Money } from "./money";
import { EMPTY } from "./ticket-values";

interface Row {
  held: PositionBody;
  worth: Worth;
}

/** What each account holds and what it is worth at this moment's price. */
export function PositionsTable({ account }: { account: string | null }) {
  const t = useTranslations("orders.book");
  const columns = useColumns();
  const positions = usePositions();
  const latest = useLatest().data;
  return (
    <QueryView query={positions}>
      {({ data }) => (
        <DataTable
          caption={t("tabs.positions")}
          columns={columns}
          rows={data
            .filter((held) => account === null || held.account === account)
            .map((held) => ({ held, worth: worthAt(held, latest?.price ?? held.price) }))}
          rowId={({ held }) => `${held.account} ${held.symbol}`}
          empty={<EmptyState title={t("noPositions")}>{t("noPositionsWhat")}</EmptyState>}
        />
      )}
    </QueryView>
  );
}

function useColumns(): Column<Row>[] {
  const t = useTranslations("orders.book");
  const f = useFormat();
  return [
    {
      id: "account",
      header: t("columns.account"),
      cell: ({ held }) => held.account,
      sortBy: ({ held }) => held.account,
    },
    {
      id: "position",
      header: t("columns.position"),
      numeric: true,
      cell: ({ held }) => <Holding quantity={held.quantity_usd} />,
      sortBy: ({ held }) => held.quantity_usd,
    },
    {
      id: "pnl",
      header: t("columns.pnl"),
      numeric: true,
      cell: ({ worth }) => (
        <span className="inline-flex flex-col items-end whitespace-nowrap">
          <Money value={worth.pnlCop} code="COP" className="font-semibold" />
          <Money value={worth.pnlUsd} code="USD" className="text-2xs" />
        </span>
      ),
      sortBy: ({ worth }) => worth.pnlCop,
    },
    { id: "close", header: "", cell: ({ held }) => <CloseButton held={held} /> },
    {
      id: "average",
      header: t("columns.average"),
      numeric: true,
      cell: ({ held }) => f.price(held.average_price),
    },
    { id: "price", header: t("columns.price"), numeric: true, cell: ({ worth }) => f.price(worth.price) },
    {
      id: "unrealised",
      header: t("columns.unrealised"),
      numeric: true,
      cell: ({ worth }) => <Money value={worth.unrealisedCop} code="COP" className="whitespace-nowrap" />,
    },
    {
      id: "realised",
      header: t("columns.realised"),
      numeric: true,
      cell: ({ held }) => <Money value={held.realised_cop} code="COP" className="whitespace-nowrap" />,
    },
    {
      id: "costs",
      header: t("columns.costs"),
      numeric: true,
      cell: ({ held }) => <Cost of={held} />,
    },
  ];
}

function Holding({ quantity }: { quantity: number }) {
  const t = useTranslations("orders.book");
  const f = useFormat();
  if (quantity === 0) return <span className="text-muted">{t("flat")}</span>;
  return (
    <span className="whitespace-nowrap">
      {f.usd(quantity, true)} <span className="text-muted">{t(quantity > 0 ? "long" : "short")}</span>
    </span>
  );
}

/** Fills in the ticket; it sends nothing itself. */
function CloseButton({ held }: { held: PositionBody }) {
  const t = useTranslations("orders.book");
  const [, write] = useUrlState();
  const view = useSwitch();
  if (held.quantity_usd === 0) return null;
  const isHalted = view.kind === "known" && view.standing.state === "HALTED";
  const isOurs = held.account === EMPTY.account || isHalted;
  return (
    <Hint text={t(isOurs ? "closeHint" : "notYours")}>
      <Button
        size="sm"
        aria-label={t("closeOf", { account: held.account })}
        aria-disabled={!isOurs}
        className="aria-disabled:opacity-50"
        // On a phone the ticket stands in a pane of its own.
        onClick={() => isOurs && write({ close: held.account, pane: "order" })}
      >
        {t("close")}
      </Button>
    </Hint>
  );
}
