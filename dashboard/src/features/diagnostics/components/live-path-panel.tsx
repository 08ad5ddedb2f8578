"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useFormat } from "@/lib/format/use-format";
import type { Sample } from "../api/prometheus";
import { useAllMetrics, useMetrics } from "../api/queries";
import { lateDecisions, pool, quantiles, type Quantiles, streamLoad } from "../api/readings";
import { SERVICES } from "../api/services";
import { AsOf } from "./as-of";

/** From bar to decision to screen: how long each step takes, beside what was promised. */
export function LivePathPanel() {
  const t = useTranslations("diagnostics.path");
  const decisions = useMetrics("orchestrator");
  const stream = useMetrics("stream");
  return (
    <Card title={t("title")} hint={t("hint")} actions={<AsOf at={stream.dataUpdatedAt} />}>
      <div className="flex flex-col gap-5">
        <QueryView query={decisions} skeleton={<SkeletonRows rows={3} />}>
          {(samples) => (
            <Table
              rows={[
                ["decision", 0.005, quantiles(samples, "usdcop_decision_seconds")],
                ["settled", null, quantiles(samples, "usdcop_bar_settled_seconds")],
              ]}
              note={<Late samples={samples} />}
            />
          )}
        </QueryView>
        <QueryView query={stream} skeleton={<SkeletonRows rows={6} />}>
          {(samples) => (
            <>
              <Table
                rows={[
                  ["stream", 0.05, quantiles(samples, "usdcop_stream_latency_seconds")],
                  ["fanOut", null, quantiles(samples, "usdcop_stream_fan_out_seconds")],
                ]}
              />
              <Load samples={samples} />
            </>
          )}
        </QueryView>
        <Pools />
      </div>
    </Card>
  );
}

type Row = [name: "decision" | "settled" | "stream" | "fanOut", goal: number | null, of: Quantiles | null];

function Table({ rows, note }: { rows: Row[]; note?: React.ReactNode }) {
  const t = useTranslations("diagnostics.path");
  const format = useFormat();
  return (
    <div>
      <table className="w-full text-sm">
        <thead>
          <tr className="text-right text-xs text-muted">
            <th scope="col" className="pb-1 text-left font-medium">
              {t("step")}
            </th>
            <th scope="col" className="pb-1 pl-3 font-medium">
              p50
            </th>
            <th scope="col" className="pb-1 pl-3 font-medium">
              p95
            </th>
            <th scope="col" className="pb-1 pl-3 font-medium">
              p99
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, goal, of]) => (
            <tr
              key={name}
              className="border-t border-line/60 text-right tabular-nums"
              title={of === null ? t("absent") : t("of", { count: of.count })}
            >
              <th scope="row" className="py-1.5 text-left font-normal">
                {t(name)}
                {goal !== null && (
                  <span className="block text-2xs text-muted">
                    {t("goal", { goal: format.duration(goal) })}
                  </span>
                )}
              </th>
              <td className="pl-3 whitespace-nowrap">{format.duration(of?.p50)}</td>
              <td className="pl-3 whitespace-nowrap">{format.duration(of?.p95)}</td>
              <td
                className={`pl-3 whitespace-nowrap ${goal !== null && (of?.p99 ?? 0) > goal ? "font-medium text-warn" : ""}`}
              >
                {format.duration(of?.p99)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {note}
    </div>
  );
}

function Late({ samples }: { samples: readonly Sample[] }) {
  const t = useTranslations("diagnostics.path");
  const late = lateDecisions(samples);
  return late === null ? null : <p className="mt-1 text-xs text-muted">{t("lateDecisions", { late })}</p>;
}

const LOADS = ["clients", "subscriptions", "slow", "queued", "unsentBytes", "conflated"] as const;

function Load({ samples }: { samples: readonly Sample[] }) {
  const t = useTranslations("diagnostics.path");
  const format = useFormat();
  const load = streamLoad(samples);
  return (
    <dl className="mt-4 grid grid-cols-3 gap-x-3 gap-y-2">
      {LOADS.map((name) => (
        <div key={name} className="min-w-0">
          <dt className="truncate text-xs text-muted">{t(name)}</dt>
          <dd className="text-sm font-medium tabular-nums">
            {name === "unsentBytes" ? format.bytes(load[name]) : format.integer(load[name])}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Pools() {
  const t = useTranslations("diagnostics");
  const answers = useAllMetrics();
  const pools = SERVICES.flatMap((service, place) => {
    const answer = answers[place];
    const found = answer?.data === undefined || answer.isError ? null : pool(answer.data);
    return found === null ? [] : [{ service, ...found }];
  });
  return (
    <section>
      <h3 className="mb-2 text-xs font-semibold">{t("path.pools")}</h3>
      {pools.length === 0 && <p className="text-xs text-muted">—</p>}
      <ul className="grid grid-cols-2 gap-x-4 gap-y-1 text-xs">
        {pools.map(({ service, size, inUse }) => (
          <li key={service} className="flex items-center justify-between gap-2">
            <span className="truncate text-muted">{t(`services.${service}`)}</span>
            <span className={`tabular-nums ${inUse >= size ? "font-medium text-warn" : ""}`}>
              {t("path.inUse", { inUse, size })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
