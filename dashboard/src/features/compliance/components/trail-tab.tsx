"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useUrlState } from "@/lib/url/use-url-state";
import { filterFrom, isEmpty, type TrailFilter } from "../api/filters";
import { useTrail } from "../api/queries";
import { TrailFilterForm } from "./trail-filter";
import { TrailRows } from "./trail-rows";
import { VerifyCard } from "./verify-card";

/** The audit trail: who did what, when, to what; and the proof that nobody edited it. */
export function TrailTab() {
  const t = useTranslations("compliance.trail");
  const [params, write] = useUrlState();
  const filter = filterFrom(params);
  const query = useTrail(filter);
  const search = (wanted: TrailFilter) => write({ ...wanted });
  return (
    <div className="flex flex-col gap-4">
      <VerifyCard />
      <Card
        title={t("title")}
        hint={t("hint")}
        actions={
          <>
            {query.dataUpdatedAt > 0 && (
              <span className="text-xs text-muted">
                {t("asOf")} <Time at={query.dataUpdatedAt} as="clock" />
              </span>
            )}
            <Button size="sm" onClick={() => void query.refetch()} disabled={query.isFetching}>
              <RotateCw aria-hidden /> {t("refresh")}
            </Button>
          </>
        }
      >
        <TrailFilterForm key={JSON.stringify(filter)} filter={filter} onChange={search} />
        <div className="mt-4">
          <QueryView
            query={query}
            skeleton={<SkeletonRows rows={10} />}
            empty={{
              when: ({ pages }) => pages.every(({ data }) => data.length === 0),
              show: (
                <EmptyState title={t(isEmpty(filter) ? "none" : "noMatch")}>
                  {t(isEmpty(filter) ? "noneHelp" : "noMatchHelp")}
                </EmptyState>
              ),
            }}
          >
            {({ pages }) => (
              <>
                <TrailRows
                  rows={pages.flatMap(({ data }) => data)}
                  onPick={(name, value) => search({ ...filter, [name]: value })}
                />
                <div className="mt-3 flex justify-center">
                  {query.hasNextPage ? (
                    <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                      {t(query.isFetchingNextPage ? "loading" : "older")}
                    </Button>
                  ) : (
                    <p className="text-xs text-muted">{t("end")}</p>
                  )}
                </div>
              </>
            )}
          </QueryView>
        </div>
      </Card>
    </div>
  );
}
