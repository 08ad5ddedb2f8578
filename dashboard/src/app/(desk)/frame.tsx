"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useMarketFeed } from "@/features/market/api/feed";

const PAGES = [
  ["pipeline", "/"],
  ["trading", "/trading"],
  ["analytics", "/ml-analytics"],
  ["diagnostics", "/diagnostico"],
  ["compliance", "/compliance"],
] as const;

/** What stands around every page. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations("common.nav");
  useMarketFeed();
  return (
    <div className="flex min-h-dvh flex-col">
      <nav aria-label={t("label")} className="flex gap-4 border-b border-line bg-surface px-4 py-2">
        {PAGES.map(([name, href]) => (
          <Link key={name} href={href}>
            {t(name)}
          </Link>
        ))}
      </nav>
      <main id="content" className="min-w-0 flex-1 p-4">
        {children}
      </main>
    </div>
  );
}
