"use client";

import { useTranslations } from "next-intl";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useModels } from "../api/models";
import { RoleCard } from "./role-card";

const SEATS = ["champion", "challenger", "shadow"] as const;

/** Champion, challenger and shadow side by side. */
export function RoleCards() {
  const t = useTranslations("analytics.role");
  return (
    <section aria-label={t("label")} className="@container">
      <QueryView
        query={useModels()}
        skeleton={
          <div className="grid gap-4 @3xl:grid-cols-3">
            {SEATS.map((seat) => (
              <Skeleton key={seat} className="h-96" />
            ))}
          </div>
        }
        empty={{
          when: ({ data }) => data.length === 0,
          show: <EmptyState title={t("noModel")}>{t("noModelHelp")}</EmptyState>,
        }}
      >
        {({ data, data_kind: kind }) => (
          <div className="grid gap-4 @3xl:grid-cols-3">
            {SEATS.map((alias) => (
              <RoleCard
                key={alias}
                alias={alias}
                kind={kind}
                model={data.find(({ roles }) => roles.includes(alias)) ?? null}
              />
            ))}
          </div>
        )}
      </QueryView>
    </section>
  );
}
