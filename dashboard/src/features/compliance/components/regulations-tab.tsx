"use client";

import { CircleAlert, CircleCheck, CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useRegulations } from "../api/queries";
import type { Regulation } from "../api/types";

const LOOKS = {
  held: { Icon: CircleCheck, ink: "text-up", tone: "good" },
  broken: { Icon: CircleAlert, ink: "text-down", tone: "bad" },
  unknown: { Icon: CircleHelp, ink: "text-warn", tone: "warn" },
} as const;
const ORDER: readonly Regulation["status"][] = ["broken", "unknown", "held"];

/** Each rule the system holds itself to, what enforces it, and how it stands as measured now; the bad ones first. */
export function RegulationsTab() {
  const t = useTranslations("compliance.rules");
  const query = useRegulations();
  return (
    <Card
      title={t("title")}
      hint={t("hint")}
      actions={
        query.data !== undefined && (
          <>
            {ORDER.map((status) => (
              <Badge key={status} tone={query.data[status] === 0 ? "neutral" : LOOKS[status].tone}>
                {t(`count.${status}`, { count: query.data[status] })}
              </Badge>
            ))}
            <span className="text-xs text-muted">
              {t("asOf")} <Time at={query.data.measured_at} as="clock" />
            </span>
          </>
        )
      }
    >
      <QueryView query={query} skeleton={<SkeletonRows rows={10} />}>
        {({ regulations }) => (
          <ul className="grid gap-3 lg:grid-cols-2">
            {regulations
              .toSorted((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status))
              .map((rule) => (
                <Rule key={rule.id} rule={rule} />
              ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}

function Rule({ rule }: { rule: Regulation }) {
  const t = useTranslations("compliance.rules");
  const { Icon, ink } = LOOKS[rule.status];
  return (
    <li
      className={cn("flex flex-col rounded-md border bg-ground/40 p-3 text-sm", {
        "border-line": rule.status === "held",
        "border-2 border-down": rule.status === "broken",
        "border-warn/50": rule.status === "unknown",
      })}
    >
      <div className="flex items-start justify-between gap-3">
        <h3 className="font-semibold">{rule.title}</h3>
        <span className={cn("flex shrink-0 items-center gap-1.5 text-xs font-medium", ink)}>
          <Icon aria-hidden className="size-4" /> {t(`status.${rule.status}`)}
        </span>
      </div>
      <p className="mt-1">{rule.text}</p>
      <p className="mt-1 text-xs text-muted">
        <span className="font-medium">{t("control")}</span> {rule.control}
      </p>
      {rule.why !== null && <p className={cn("mt-2 font-medium", ink)}>{rule.why}</p>}
      <details className="mt-2 text-xs">
        <summary className="w-fit cursor-pointer rounded text-muted hover:text-text">{t("measured")}</summary>
        <dl className="mt-1.5 grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5">
          {Object.entries(rule.measured).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="truncate text-muted">{name.replaceAll("_", " ")}</dt>
              <dd className="text-right tabular-nums">
                <Measured value={value} />
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function Measured({ value }: { value: Regulation["measured"][string] }) {
  const t = useTranslations("compliance.rules");
  const format = useFormat();
  if (value === null) return <span title={t("noValue")}>—</span>;
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (typeof value === "number") return format.decimal(value, Number.isInteger(value) ? 0 : 3);
  return INSTANT.test(value) ? <Time at={value} /> : value;
}
