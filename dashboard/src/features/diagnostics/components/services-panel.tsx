"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { useHealth } from "../api/queries";
import { type ComponentHealth, reports, SERVICES, type ServiceReport } from "../api/services";
import { AsOf } from "./as-of";
import { StatusMark } from "./status-mark";

/** Every service and its parts, the bad ones first, each with its cause and what to do. */
export function ServicesPanel() {
  const t = useTranslations("diagnostics.parts");
  const query = useHealth();
  return (
    <Card
      aria-label={t("title")}
      title={t("title")}
      hint={t("hint")}
      actions={<AsOf at={query.dataUpdatedAt} />}
    >
      <QueryView query={query} skeleton={<Loading />}>
        {(gathered) => (
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {reports(gathered).map((report) => (
              <Service key={report.name} report={report} />
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}

function Loading() {
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3" role="status" aria-busy>
      {SERVICES.map((service) => (
        <Skeleton key={service} className="h-36" />
      ))}
    </div>
  );
}

function Service({ report }: { report: ServiceReport }) {
  const t = useTranslations("diagnostics");
  const name = t.has(`services.${report.name}`) ? t(`services.${report.name}`) : report.name;
  return (
    <li
      className={cn("flex min-h-36 flex-col gap-2 rounded-md border bg-ground/40 p-3", {
        "border-line": report.status === "ok",
        "border-warn/50": report.status === "degraded",
        "border-down/50": report.status === "down",
      })}
    >
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{name}</h3>
        <StatusMark status={report.status} named />
      </div>
      {report.cause !== null && (
        <p className="text-xs">
          {t("parts.away", { cause: report.cause })} <span className="text-muted">{t("parts.awayNext")}</span>
        </p>
      )}
      <ul className="flex flex-col gap-1.5">
        {report.components.map((component) => (
          <Component key={component.name} component={component} />
        ))}
      </ul>
      {report.version !== null && (
        <p className="mt-auto text-2xs text-muted">{t("parts.version", { version: report.version })}</p>
      )}
    </li>
  );
}

function Component({ component }: { component: ComponentHealth }) {
  const t = useTranslations("diagnostics");
  const { name, status, cause, next_step, essential } = component;
  return (
    <li className="text-xs">
      <div className="flex items-center gap-1.5">
        <StatusMark status={status} />
        <span className={status === "ok" ? "" : "font-medium"}>
          {t.has(`part.${name}`) ? t(`part.${name}`) : name.replaceAll("_", " ")}
        </span>
        {essential && <Badge className="ml-auto">{t("parts.essential")}</Badge>}
      </div>
      {status !== "ok" && (
        <p className="mt-0.5 pl-5.5">
          {cause} {next_step !== null && <span className="text-muted">{next_step}</span>}
        </p>
      )}
    </li>
  );
}
