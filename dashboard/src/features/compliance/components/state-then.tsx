"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Skeleton } from "@/components/ui/skeleton";
import { useStateAt } from "../api/queries";
import type { AuditEntry } from "../api/types";
import { Facts } from "./facts";
import { Hash } from "./hash";

const TONES = { ACTIVE: "good", REDUCE_ONLY: "warn", HALTED: "bad" } as const;

/** The acceptance: judged in one transaction with the row of the trail, under the trading state of then. */
export function StateThen({ accepted }: { accepted: AuditEntry }) {
  const t = useTranslations("compliance.trade");
  const { data, error } = useStateAt(accepted.at);
  const state = typeof data?.detail.to === "string" ? data.detail.to : null;
  return (
    <>
      <p className="mt-1 text-sm">{t("checksHelp")}</p>
      <Facts
        of={[
          [
            t("stateThen"),
            data === undefined && error === null ? (
              <Skeleton key="s" className="h-5 w-20" />
            ) : state === null ? (
              <span key="s" title={error?.message ?? t("stateUnknown")}>
                —
              </span>
            ) : (
              <Badge key="s" tone={TONES[state as keyof typeof TONES]}>
                {state}
              </Badge>
            ),
          ],
          data !== undefined && data !== null && [t("stateBy"), `${data.actor} · #${data.seq}`],
          [t("trailRow"), `#${accepted.seq}`],
          [t("hash"), <Hash key="h" of={accepted.hash} name={t("hash")} />],
        ]}
      />
    </>
  );
}
