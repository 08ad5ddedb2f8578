"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { Hint } from "@/components/ui/hint";
import { Mark } from "./mark";
import { PAGES, type PageEntry, pageOf } from "./pages";

interface Props {
  narrow: boolean;
  onNarrow: (narrow: boolean) => void;
}

/** The pages at the left of a desk's screen: icons and names, or icons alone. */
export function Rail({ narrow, onNarrow }: Props) {
  const t = useTranslations("common");
  const here = pageOf(usePathname());
  const Toggle = narrow ? PanelLeftOpen : PanelLeftClose;
  return (
    <aside
      className={cn(
        "sticky top-(--ribbon) hidden h-[calc(100dvh-var(--ribbon))] shrink-0 flex-col border-r border-line bg-surface md:flex",
        narrow ? "w-14" : "w-44",
      )}
    >
      <Link
        href="/trading"
        className={cn(
          "flex h-14 items-center gap-2.5 font-semibold tracking-tight",
          narrow ? "justify-center" : "px-4",
        )}
      >
        <Mark className="size-6" />
        <span className={narrow ? "sr-only" : undefined}>{t("product")}</span>
      </Link>
      <nav aria-label={t("nav.label")} className="flex flex-1 flex-col gap-1 overflow-y-auto p-2">
        {PAGES.map((page) => (
          <Entry key={page.name} page={page} narrow={narrow} current={page === here} />
        ))}
      </nav>
      <button
        type="button"
        aria-pressed={narrow}
        onClick={() => onNarrow(!narrow)}
        className={cn(
          "m-2 flex h-9 items-center gap-2.5 rounded-md text-xs text-muted hover:bg-hover hover:text-text",
          narrow ? "justify-center" : "px-3",
        )}
      >
        <Toggle aria-hidden className="size-4" />
        <span className={narrow ? "sr-only" : undefined}>{t("nav.narrow")}</span>
      </button>
    </aside>
  );
}

function Entry({ page, narrow, current }: { page: PageEntry; narrow: boolean; current: boolean }) {
  const t = useTranslations("common.nav");
  const Icon = page.icon;
  const link = (
    <Link
      href={page.href}
      aria-current={current ? "page" : undefined}
      className={cn(
        "flex h-10 items-center gap-3 rounded-md text-sm transition-colors",
        narrow ? "justify-center" : "px-3",
        current ? "bg-accent-soft font-medium text-accent" : "text-muted hover:bg-hover hover:text-text",
      )}
    >
      <Icon aria-hidden className="size-4.5 shrink-0" />
      <span className={narrow ? "sr-only" : "truncate"}>{t(page.name)}</span>
    </Link>
  );
  return narrow ? (
    <Hint text={t(page.name)} side="right">
      {link}
    </Hint>
  ) : (
    link
  );
}
