"use client";

import { useTranslations } from "next-intl";
import { FigureView } from "./figure-view";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat, toneOf } from "@/components/ui/stat";
import { useFormat } from "@/lib/format/use-format";
import { type SessionPnl, useSessionPnl } from "../api/performance";
import { Known } from "./known";

/** One session in figures; null is the newest. */
export function SessionDetail({ day }: { day: string | null }) {
  return (
    <FigureView query={useSessionPnl(day)} skeleton={<Skeleton className="h-48" />}>
      {(told) => <Told told={told} />}
    </FigureView>
  );
}

function Told({ told }: { told: SessionPnl }) {
  const t = useTranslations("analytics.sessions");
  const format = useFormat();
  const why = t(told.has_data ? "notTraded" : "noBars");
  const known = (value: number | null, write: (value: number) => string) => (
    <Known text={value === null ? null : write(value)} reason={why} />
  );
  return (
    <section aria-label={t("detail")}>
      <h3 className="mb-2 text-sm font-semibold">
        {format.day(told.session_date)} {told.session_date.slice(0, 4)}
      </h3>
      {!told.has_data && <p className="mb-2 text-xs text-muted">{t("noBars")}</p>}
      <dl className="grid grid-cols-2 gap-3">
        <Stat
          label={t("pnl")}
          value={known(told.session_pnl, (value) => format.cop(value, true))}
          note={told.session_pnl_usd === null ? undefined : format.usd(told.session_pnl_usd, true)}
          tone={toneOf(told.session_pnl)}
          className="col-span-2"
        />
        <Stat
          label={t("percent")}
          value={known(told.session_pnl_percent, (value) => format.percent(value, 3, true))}
          tone={toneOf(told.session_pnl_percent)}
        />
        <span />
        <Stat
          label={t("open")}
          value={known(told.session_open, (value) => format.price(value))}
          note={t("openWhat")}
        />
        <Stat
          label={t("close")}
          value={known(told.session_close, (value) => format.price(value))}
          note={t("closeWhat")}
        />
      </dl>
    </section>
  );
}
