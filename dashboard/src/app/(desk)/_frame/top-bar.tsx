"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import Link from "next/link";
import { LinkBadge } from "@/components/shell/link-badge";
import { Mark } from "@/components/shell/mark";
import { MarketClock } from "@/components/shell/market-clock";
import { Button } from "@/components/ui/button";
import { useFeedStatus } from "@/features/market/api/feed";
import { useMarketClock } from "@/features/market/api/market-clock";
import { MarketBadge } from "@/features/market/components/market-badge";
import { PriceTicker } from "@/features/market/components/price-ticker";
import { KillSwitch } from "@/features/orders/components/kill-switch";

// Menus are code that the first screen does not need; their places are kept.
const ThemeAndLanguage = dynamic(() => import("./menus").then((file) => file.ThemeAndLanguage), {
  ssr: false,
  loading: () => <div className="h-9 w-[6.25rem]" />,
});
const Person = dynamic(() => import("./menus").then((file) => file.Person), {
  ssr: false,
  loading: () => <div className="h-9 w-11 md:w-24" />,
});

const LostTitleBadge = dynamic(
  () => import("@/features/analytics/components/lost-title").then((file) => file.LostTitleBadge),
  { ssr: false },
);

/** As they are written on the keyboard; said with the name, since they stand in the button. */
const KEYS = "Ctrl K";

/** What is true on every page: the price and how fresh it is, the market's clock, the line, the kill switch, who is here. */
export function TopBar({ onPalette }: { onPalette: () => void }) {
  const t = useTranslations("common");
  return (
    <header className="sticky top-(--ribbon) z-30 border-b border-line bg-surface">
      <div className="flex h-14 items-center gap-2 px-3 md:gap-3 md:px-4">
        <Link href="/trading" className="md:hidden" aria-label={t("product")}>
          <Mark className="size-6" />
        </Link>
        <PriceTicker className="min-w-0 overflow-hidden max-sm:flex-col max-sm:leading-tight max-2xl:[&>div:last-child]:hidden" />
        <MarketBadge className="hidden xl:inline-flex" />
        <div className="flex-1" />
        <LostTitleBadge />
        <div className="hidden items-center gap-5 xl:flex">
          <LinkBadge />
          <Clock />
        </div>
        <Button
          variant="secondary"
          onClick={onPalette}
          aria-keyshortcuts="Control+K"
          aria-label={`${t("palette.title")}: ${KEYS}`}
          className="hidden px-2.5 text-muted md:inline-flex"
        >
          <Search aria-hidden />
          <kbd className="hidden font-mono text-2xs xl:inline">{KEYS}</kbd>
        </Button>
        <KillSwitch className="max-sm:min-w-0" />
        <div className="hidden items-center md:flex">
          <ThemeAndLanguage />
        </div>
        <Person />
      </div>
      <div className="flex h-9 items-center gap-3 overflow-hidden border-t border-line px-3 xl:hidden">
        <LinkBadge compact />
        {/* The ribbon above says replay or synthetic already. */}
        <MarketBadge className="shrink-0 max-sm:[&>*:nth-child(2)]:hidden" />
        <div className="flex-1" />
        <Clock compact />
      </div>
    </header>
  );
}

function Clock({ compact = false }: { compact?: boolean }) {
  const { now, open, seconds } = useMarketClock();
  const ended = useFeedStatus()?.replay_ended ?? false;
  return <MarketClock now={now} open={open} seconds={seconds} ended={ended} compact={compact} />;
}
