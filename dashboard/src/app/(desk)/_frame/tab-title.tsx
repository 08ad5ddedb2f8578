"use client";

import { useTranslations } from "next-intl";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { pageOf } from "@/components/shell/pages";
import { useLatest } from "@/features/market/api/feed";
import { useSessionChange } from "@/features/market/api/session-change";
import { useAccounts, usePositions } from "@/features/orders/api/book";
import { earnedAt } from "@/features/orders/rules/profit";
import { useFormat } from "@/lib/format/use-format";
import { useLink } from "@/lib/stream/provider";
import { titleOf } from "./title";

/** Keeps price and P&L of today in the tab's title, as long as they are those of now. Draws nothing. */
export function TabTitle() {
  const t = useTranslations("common");
  const format = useFormat();
  const entry = pageOf(usePathname());
  const page = entry === null ? null : t(`nav.${entry.name}`);
  const { data: latest, error } = useLatest();
  const { change } = useSessionChange();
  const { state } = useLink();
  // A price of before the line was cut may not stand in a tab that nobody looks at.
  const price = error === null && state === "live" ? (latest?.price ?? null) : null;
  const title = titleOf({ price, change, todayCop: useToday(price), page }, format);
  useTitle(title ?? [page, t("product")].filter((part) => part !== null).join(" · "));
  return null;
}

/** P&L of today of the accounts that are traded: `main` and `manual`; those of roles are records of the same decisions. */
function useToday(price: number | null): number | null {
  const accounts = useAccounts();
  const { data: positions } = usePositions();
  if (accounts.data === undefined || accounts.error !== null || positions === undefined) return null;
  return accounts.data.data
    .filter(({ kind }) => kind !== "policy")
    .reduce((sum, account) => sum + earnedAt(account, positions.data, price).todayCop, 0);
}

/** Pages bring titles of their own, also later than this one: it is put back. */
function useTitle(title: string): void {
  useEffect(() => {
    const put = () => {
      if (document.title !== title) document.title = title;
    };
    put();
    const observer = new MutationObserver(put);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [title]);
}
