"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Badge } from "@/components/ui/badge";
import { CopyButton, Digest } from "@/components/ui/copy";
import { QueryView } from "@/components/ui/query-view";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { components } from "@/lib/api/types/orchestrator";
import { readable, requestIdOf } from "../api/doctor";
import { useIncidents } from "../api/queries";
import { AsOf } from "./as-of";

type Incident = components["schemas"]["Incident"];

/** What went wrong lately, the newest first, each with its line of the log. */
export function IncidentsPanel() {
  const t = useTranslations("diagnostics.errors");
  const query = useIncidents();
  return (
    <Card
      title={t("title")}
      hint={query.data === undefined ? t("hint") : t("total", { total: query.data.total })}
      actions={<AsOf at={query.dataUpdatedAt} />}
    >
      <QueryView
        query={query}
        empty={{
          when: ({ errors }) => errors.length === 0,
          show: <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>,
        }}
      >
        {({ errors }) => (
          <ul className="flex max-h-112 flex-col divide-y divide-line overflow-y-auto">
            {errors.map((incident) => (
              <Row key={`${incident.trouble}-${incident.recorded_at}`} incident={incident} />
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}

function Row({ incident }: { incident: Incident }) {
  const t = useTranslations("diagnostics.errors");
  const request = requestIdOf(incident.log_line);
  return (
    <li className="py-2.5 first:pt-0 last:pb-0">
      <details className="group">
        <summary className="flex cursor-pointer list-none items-start gap-2 rounded">
          <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 text-muted group-open:rotate-90" />
          <span className="min-w-0 text-sm">
            <span className="font-medium">{incident.sentence}</span>{" "}
            <span className="text-muted">{incident.next_step}</span>
          </span>
        </summary>
        <div className="mt-2 rounded-md border border-line bg-ground p-2">
          <div className="flex items-center justify-between gap-2 text-xs text-muted">
            {request === null ? (
              t("logLine")
            ) : (
              <span>
                {t("request")} <Digest text={request} label={t("copyRequest")} done={t("copied")} />
              </span>
            )}
            <CopyButton text={incident.log_line} label={t("copyLine")} done={t("copied")}>
              {t("copy")}
            </CopyButton>
          </div>
          <pre className="mt-1 overflow-x-auto font-mono text-xs whitespace-pre-wrap">
            {readable(incident.log_line)}
          </pre>
        </div>
      </details>
      <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 pl-6 text-xs text-muted">
        <Badge>{t(`trouble.${incident.trouble}`)}</Badge>
        <span>
          <Time at={incident.at} /> {t("marketTime")}
        </span>
        <span>
          {t("recorded")} <Time at={incident.recorded_at} />
        </span>
      </p>
    </li>
  );
}
