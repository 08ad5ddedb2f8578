"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { type Promotion, usePromotions } from "../api/models";
import { useGateWords } from "./gate-words";
import { WaitingRequest } from "./waiting-request";

const TONES: Readonly<Record<string, Tone>> = { applied: "good", waiting: "warn", refused: "neutral" };

/** What waits for a second person, and every change of roles there was. */
export function PromotionsCard() {
  const t = useTranslations("analytics.history");
  const promotions = usePromotions();
  const waiting = promotions.data?.data.filter(({ status }) => status === "waiting") ?? [];
  return (
    <>
      {waiting.length > 0 && (
        <Card title={t("waiting", { count: waiting.length })} hint={t("waitingHint")}>
          <div className="flex flex-col gap-3">
            {waiting.map((request) => (
              <WaitingRequest key={request.id} request={request} />
            ))}
          </div>
        </Card>
      )}
      <Card title={t("title")} hint={t("hint")}>
        <QueryView query={promotions}>{({ data }) => <History rows={data} />}</QueryView>
      </Card>
    </>
  );
}

function History({ rows }: { rows: readonly Promotion[] }) {
  const t = useTranslations("analytics.history");
  const roles = useTranslations("analytics.filter.role");
  const words = useGateWords();
  return (
    <DataTable
      caption={t("title")}
      rows={rows}
      rowId={({ id }) => id}
      empty={<EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>}
      columns={[
        {
          id: "asked",
          header: t("asked"),
          sortBy: ({ requested_at: at }) => at,
          className: "whitespace-nowrap",
          cell: ({ requested_at: at }) => <Time at={at} />,
        },
        {
          id: "change",
          header: t("change"),
          className: "whitespace-nowrap",
          cell: ({ version, alias }) => t("changeOf", { version, role: roles(alias) }),
        },
        {
          id: "status",
          header: t("statusHead"),
          cell: ({ status }) => (
            <Badge tone={TONES[status] ?? "neutral"}>
              {t.has(`status.${status}`) ? t(`status.${status}`) : status}
            </Badge>
          ),
        },
        {
          id: "gates",
          header: t("gates"),
          className: "min-w-40 text-xs text-muted",
          cell: ({ failed_gates: failed }) =>
            failed.length === 0 ? t("noGates") : failed.map((name) => words.title(name)).join(", "),
        },
        { id: "by", header: t("by"), cell: ({ requested_by: by }) => by },
        {
          id: "decided",
          header: t("decided"),
          className: "whitespace-nowrap",
          cell: ({ decided_by: by, decided_at: at }) =>
            by === null ? (
              <span className="text-muted">—</span>
            ) : (
              <>
                {by}, <Time at={at} />
              </>
            ),
        },
        { id: "reason", header: t("reason"), className: "min-w-48", cell: ({ reason }) => reason },
      ]}
    />
  );
}
