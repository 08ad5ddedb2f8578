import { Activity, Bot, CandlestickChart, type LucideIcon, Scale, Workflow } from "lucide-react";

export type PageName = "pipeline" | "trading" | "analytics" | "diagnostics" | "compliance";

export interface PageEntry {
  readonly name: PageName;
  readonly href: string;
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key: string;
}

/** The pages, in the order of the rail. */
export const PAGES: readonly PageEntry[] = [
  { name: "pipeline", href: "/", icon: Workflow, key: "p" },
  { name: "trading", href: "/trading", icon: CandlestickChart, key: "t" },
  { name: "analytics", href: "/ml-analytics", icon: Bot, key: "m" },
  { name: "diagnostics", href: "/diagnostico", icon: Activity, key: "d" },
  { name: "compliance", href: "/compliance", icon: Scale, key: "c" },
];

/** The page a path belongs to; null where it is none of the rail. */
export function pageOf(pathname: string): PageEntry | null {
  return (
    PAGES.find(({ href }) =>
      href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`),
    ) ?? null
  );
}
