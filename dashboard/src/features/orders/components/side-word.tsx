"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { Side } from "../rules/risk";

/** Buy or sell: the word, and a colour that repeats it. */
export function SideWord({ side }: { side: Side }) {
  const t = useTranslations("orders.book");
  return (
    <span className={cn("font-semibold", side === "buy" ? "text-up" : "text-down")}>{t(`side.${side}`)}</span>
  );
}
