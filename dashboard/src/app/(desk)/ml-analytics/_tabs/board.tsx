"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { useUrlState } from "@/lib/url/use-url-state";
import { Overview } from "./overview";

const AnalyticsFilterBar = dynamic(
  () => import("@/features/analytics/components/filter-bar").then((file) => file.AnalyticsFilterBar),
  { ssr: false, loading: () => <Skeleton className="h-9 w-96 max-w-full" /> },
);
const LostTitleBanner = dynamic(
  () => import("@/features/analytics/components/lost-title").then((file) => file.LostTitleBanner),
  { ssr: false },
);
const loading = () => <Skeleton className="h-[60vh]" />;
// Not drawn on the server: what is loaded late would meet a cache that has answers already, and no longer match.
const Performance = dynamic(() => import("./performance").then((tab) => tab.Performance), {
  ssr: false,
  loading,
});
const Risk = dynamic(() => import("./risk").then((tab) => tab.Risk), { ssr: false, loading });
const Research = dynamic(() => import("./research").then((tab) => tab.Research), { ssr: false, loading });
const Governance = dynamic(() => import("./governance").then((tab) => tab.Governance), {
  ssr: false,
  loading,
});
const Report = dynamic(() => import("./report").then((tab) => tab.Report), { ssr: false, loading });

const TABS = {
  overview: Overview,
  performance: Performance,
  risk: Risk,
  research: Research,
  governance: Governance,
  report: Report,
} as const;
/** Where the switch of ledger and sessions changes what is shown, and where all is of the sessions that judge. */
const SCOPES = {
  overview: "judged",
  performance: "figures",
  risk: "figures",
  research: "judged",
  governance: "judged",
  report: "none",
} as const;
type Tab = keyof typeof TABS;

/** The page of models: what it is about above, one of its parts below. Which one stands in the address. */
export function Board() {
  const t = useTranslations("analytics.page");
  const [params, write] = useUrlState();
  const asked = params.get("tab") ?? "";
  const tab: Tab = Object.hasOwn(TABS, asked) ? (asked as Tab) : "overview";
  return (
    <div className="flex flex-col gap-4">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-xl font-semibold">{t("title")}</h1>
          <p className="text-sm text-muted">{t("what")}</p>
        </div>
        <AnalyticsFilterBar scope={SCOPES[tab]} />
      </header>
      <LostTitleBanner />
      <Tabs
        label={t("parts")}
        value={tab}
        onValueChange={(next) => write({ tab: next === "overview" ? null : next })}
        tabs={(Object.keys(TABS) as Tab[]).map((value) => {
          const Content = TABS[value];
          return { value, label: t(value), content: <Content /> };
        })}
      />
    </div>
  );
}
