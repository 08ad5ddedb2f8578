"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Hint } from "@/components/ui/hint";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { useLatest } from "@/features/market/api/feed";
import { useAccounts, usePositions } from "../api/book";
import { type AccountBody, earnedAt, type PositionBody } from "../rules/profit";
import { Money } from "./money";
import { SignedIn } from "./signed-in";

const ACCOUNTS = ["main", "manual", "champion", "challenger"] as const;
type Name = (typeof ACCOUNTS)[number];

/** What each account earned in the session and ever, moving with the price; pesos first, dollars beside. */
export function AccountsStrip({ className }: { className?: string }) {
  const t = useTranslations("orders.accounts");
  const accounts = useAccounts();
  const positions = usePositions().data?.data ?? [];
  const price = useLatest().data?.price ?? null;
  return (
    <section aria-label={t("title")} className={cn("min-w-0", className)}>
      <SignedIn skeleton={<Strip />}>
        <QueryView query={accounts} skeleton={<Strip />}>
          {({ data }) => (
            <div className={GRID}>
              {ACCOUNTS.map((name) => (
                <Account
                  key={name}
                  name={name}
                  account={data.find(({ id }) => id === name)}
                  positions={positions}
                  price={price}
                />
              ))}
            </div>
          )}
        </QueryView>
      </SignedIn>
    </section>
  );
}

const GRID = "grid grid-cols-2 gap-2 lg:grid-cols-4";

function Strip() {
  return (
    <div className={GRID}>
      {ACCOUNTS.map((name) => (
        <Skeleton key={name} className="h-28 sm:h-23" />
      ))}
    </div>
  );
}

interface AccountProps {
  name: Name;
  account: AccountBody | undefined;
  positions: readonly PositionBody[];
  price: number | null;
}

function Account({ name, account, positions, price }: AccountProps) {
  const t = useTranslations("orders.accounts");
  const earned = account && earnedAt(account, positions, price);
  return (
    <div
      role="group"
      aria-label={t(`names.${name}`)}
      className="rounded-lg border border-line bg-surface px-3 py-2"
    >
      <Hint text={account === undefined ? t("none") : t(`what.${name}`)}>
        <button type="button" className="cursor-help rounded text-xs font-medium text-muted">
          {t(`names.${name}`)}
        </button>
      </Hint>
      <dl className="mt-1 grid gap-x-4 gap-y-1 text-xs sm:grid-cols-2">
        <Figure name={t("today")} cop={earned?.todayCop} usd={earned?.todayUsd} strong />
        <Figure name={t("total")} cop={earned?.totalCop} usd={earned?.totalUsd} />
      </dl>
    </div>
  );
}

interface FigureProps {
  name: string;
  cop: number | undefined;
  usd: number | null | undefined;
  strong?: boolean;
}

function Figure({ name, cop, usd, strong = false }: FigureProps) {
  return (
    <div className="flex items-baseline justify-between gap-x-2 whitespace-nowrap sm:block">
      <dt className="text-2xs text-muted">{name}</dt>
      <dd className="flex flex-col items-end sm:items-start">
        <Money value={cop} code="COP" className={strong ? "text-sm font-semibold" : ""} />
        <Money value={usd} code="USD" className="text-2xs" />
      </dd>
    </div>
  );
}
