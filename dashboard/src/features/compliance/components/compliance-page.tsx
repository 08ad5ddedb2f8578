"use client";

import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense } from "react";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { NeedsRole } from "@/features/session/components/needs-role";
import { useCan } from "@/features/session/api/session";
import { useUrlState } from "@/lib/url/use-url-state";

const TrailTab = lazy(() => import("./trail-tab").then((one) => ({ default: one.TrailTab })));
const TradesTab = lazy(() => import("./trades-tab").then((one) => ({ default: one.TradesTab })));
const RegulationsTab = lazy(() =>
  import("./regulations-tab").then((one) => ({ default: one.RegulationsTab })),
);
const ReportsTab = lazy(() => import("./reports-tab").then((one) => ({ default: one.ReportsTab })));
const AccessTab = lazy(() => import("./access-tab").then((one) => ({ default: one.AccessTab })));

const TABS = ["trail", "trades", "rules", "reports", "access"] as const;
type Tab = (typeof TABS)[number];

const CONTENT: Record<Tab, ReactNode> = {
  trail: <TrailTab />,
  trades: <TradesTab />,
  rules: <RegulationsTab />,
  reports: <ReportsTab />,
  access: <AccessTab />,
};

/** What happened and who did it; for those who check, not for those who act. */
export function CompliancePage() {
  const t = useTranslations("compliance");
  const [params, write] = useUrlState();
  const admin = useCan("admin");
  // An address that names a trade shows it, whatever tab it forgot to name.
  const wanted = params.get("tab") ?? (params.has("trade") ? "trades" : "trail");
  const shown = TABS.filter((tab) => tab !== "access" || admin);
  const value = shown.find((tab) => tab === wanted) ?? "trail";
  return (
    <div className="flex flex-col gap-4">
      <header>
        <h1 className="text-lg font-semibold">{t("title")}</h1>
        <p className="text-sm text-muted">{t("subtitle")}</p>
      </header>
      <NeedsRole roles={["compliance"]}>
        <Tabs
          label={t("title")}
          value={value}
          onValueChange={(tab) => write({ tab, trade: null, report: null })}
          tabs={shown.map((tab) => ({
            value: tab,
            label: t(`tabs.${tab}`),
            content: <Suspense fallback={<SkeletonRows rows={10} />}>{CONTENT[tab]}</Suspense>,
          }))}
        />
      </NeedsRole>
    </div>
  );
}
