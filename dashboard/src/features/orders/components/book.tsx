"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { Tabs } from "@/components/ui/tabs";
import { useUrlState } from "@/lib/url/use-url-state";
import { useAccounts } from "../api/book";
import { useFillNotices } from "./fill-notices";
import { FillsTable } from "./fills-table";
import { OrdersTable } from "./orders-table";
import { PositionsTable } from "./positions-table";
import { SignedIn } from "./signed-in";

const TABS = ["positions", "orders", "fills"] as const;
type Tab = (typeof TABS)[number];
const EVERY = "every";

/** Positions, orders and fills of all accounts, as they change. Tab, account and status stand in the address. */
export function Book({ className }: { className?: string }) {
  const t = useTranslations("orders.book");
  const [params, write] = useUrlState();
  useFillNotices();
  const tab: Tab = TABS.find((one) => one === params.get("book")) ?? "positions";
  const account = params.get("account");
  const accounts = useAccounts().data?.data ?? [];
  return (
    <Card
      title={t("title")}
      className={className}
      actions={
        <Select
          label={t("account")}
          value={account ?? EVERY}
          onChange={(next) => write({ account: next === EVERY ? null : next })}
          options={[
            { value: EVERY, label: t("every") },
            ...accounts.map(({ id }) => ({ value: id, label: id })),
          ]}
          className="h-8 text-xs"
        />
      }
    >
      <SignedIn>
        <Tabs
          label={t("title")}
          value={tab}
          onValueChange={(next) => write({ book: next === "positions" ? null : next })}
          tabs={[
            { value: "positions", label: t("tabs.positions"), content: <PositionsTable account={account} /> },
            { value: "orders", label: t("tabs.orders"), content: <OrdersTable account={account} /> },
            { value: "fills", label: t("tabs.fills"), content: <FillsTable account={account} /> },
          ]}
        />
      </SignedIn>
    </Card>
  );
}
