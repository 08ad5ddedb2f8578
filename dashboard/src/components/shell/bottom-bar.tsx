"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { PAGES, pageOf } from "./pages";

/** The pages under the thumb, on a phone. */
export function BottomBar() {
  const t = useTranslations("common.nav");
  const here = pageOf(usePathname());
  return (
    <nav
      aria-label={t("label")}
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {PAGES.map((page) => {
        const { name, href, icon: Icon } = page;
        return (
          <Link
            key={name}
            href={href}
            aria-current={page === here ? "page" : undefined}
            className={cn(
              "relative flex h-14 min-w-0 flex-col items-center justify-center gap-1 text-2xs",
              page === here
                ? "font-semibold text-accent before:absolute before:inset-x-4 before:top-0 before:h-0.5 before:bg-accent"
                : "text-muted",
            )}
          >
            <Icon aria-hidden className="size-5" />
            <span className="max-w-full truncate px-0.5">{t(`${name}Short`)}</span>
          </Link>
        );
      })}
    </nav>
  );
}
