"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { ErrorState, StaleNotice } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { useUrlState } from "@/lib/url/use-url-state";
import { useAllMetrics } from "../api/queries";
import { type RouteLatency, routeLatencies } from "../api/readings";
import { SERVICES, type ServiceName } from "../api/services";
import { AsOf } from "./as-of";

/** Those that answer REST; the stream's times stand with the live path. */
const ASKED = SERVICES.filter((name) => name !== "stream");
const ALL = "all";

/** How long each route of each service takes. */
export function LatencyPanel() {
  const t = useTranslations("diagnostics");
  const [params, write] = useUrlState();
  const answers = useAllMetrics();
  const chosen = ASKED.find((name) => name === params.get("service")) ?? ALL;
  const shown = SERVICES.map((service, place) => ({ service, answer: answers[place] })).filter(
    ({ service }) => (chosen === ALL ? service !== "stream" : service === chosen),
  );
  const rows = shown
    .flatMap(({ service, answer }) => routeLatencies(service, answer?.data ?? []))
    .sort((one, other) => (other.p99 ?? -1) - (one.p99 ?? -1));
  const failed = shown.filter(({ answer }) => answer?.error !== null && answer?.error !== undefined);
  return (
    <Card
      title={t("latency.title")}
      hint={t("latency.hint")}
      actions={
        <>
          <ServiceChoice
            value={chosen}
            onChange={(value) => write({ service: value === ALL ? null : value })}
          />
          <AsOf at={Math.min(...shown.map(({ answer }) => answer?.dataUpdatedAt || Infinity))} />
        </>
      }
    >
      {failed.map(({ service, answer }) => (
        <Failed key={service} service={service} answer={answer} />
      ))}
      {rows.length === 0 && failed.length < shown.length ? <SkeletonRows rows={8} /> : <Routes rows={rows} />}
    </Card>
  );
}

function ServiceChoice({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations("diagnostics");
  return (
    <Select
      label={t("latency.service")}
      value={value}
      onChange={onChange}
      className="h-8 text-xs"
      options={[
        { value: ALL, label: t("latency.all") },
        ...ASKED.map((name) => ({ value: name, label: t(`services.${name}`) })),
      ]}
    />
  );
}

function Failed({
  service,
  answer,
}: {
  service: ServiceName;
  answer: ReturnType<typeof useAllMetrics>[number] | undefined;
}) {
  if (answer?.error === null || answer?.error === undefined) return null;
  if (answer.data !== undefined) return <StaleNotice since={answer.dataUpdatedAt} error={answer.error} />;
  return <ErrorState key={service} error={answer.error} retry={() => void answer.refetch()} />;
}

function Routes({ rows }: { rows: RouteLatency[] }) {
  const t = useTranslations("diagnostics");
  const format = useFormat();
  const columns = useMemo((): Column<RouteLatency>[] => {
    const time = (id: "p50" | "p95" | "p99"): Column<RouteLatency> => ({
      id,
      header: id,
      numeric: true,
      sortBy: (row) => row[id],
      cell: (row) => format.duration(row[id]),
      className: "whitespace-nowrap",
    });
    return [
      {
        id: "service",
        header: t("latency.service"),
        cell: (row) => <span className="whitespace-nowrap text-muted">{t(`services.${row.service}`)}</span>,
        sortBy: (row) => row.service,
      },
      {
        id: "route",
        header: t("latency.route"),
        cell: (row) => <code className="font-mono text-xs whitespace-nowrap">{row.route}</code>,
        sortBy: (row) => row.route,
      },
      time("p50"),
      time("p95"),
      time("p99"),
      {
        id: "count",
        header: t("latency.requests"),
        numeric: true,
        sortBy: (row) => row.count,
        cell: (row) => format.integer(row.count),
      },
      {
        id: "failures",
        header: t("latency.failures"),
        numeric: true,
        sortBy: (row) => row.failures,
        cell: (row) => (
          <span className={row.failures > 0 ? "font-medium text-down" : "text-muted"}>
            {format.integer(row.failures)}
          </span>
        ),
      },
    ];
  }, [format, t]);
  return (
    <DataTable
      caption={t("latency.title")}
      columns={columns}
      rows={rows}
      rowId={(row) => `${row.service} ${row.route}`}
      className="max-h-96 overflow-y-auto"
    />
  );
}
