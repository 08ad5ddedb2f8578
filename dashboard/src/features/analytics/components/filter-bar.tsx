"use client";

import { useTranslations } from "next-intl";
import { Choice } from "@/components/ui/choice";
import { Select } from "@/components/ui/select";
import { PERIODS, useAnalyticsFilter } from "../api/filter";
import { type ModelRow, useModels } from "../api/models";

const AUTOMATIC = "auto";
const JUDGED = "judged";

interface Props {
  /** What stands below heeds ledger and sessions, or is all of the sessions that judge. */
  scope: "figures" | "judged" | "none";
}

/** Chooses what the figures of the page are about: the model, the ledger, the sessions. One switch for all of them, and none where it would change nothing. Writes into the address. */
export function AnalyticsFilterBar({ scope }: Props) {
  const t = useTranslations("analytics.filter");
  const { filter, change } = useAnalyticsFilter();
  const models = useModels().data?.data ?? [];
  const chosen = filter.model ?? AUTOMATIC;
  const options = [
    { value: AUTOMATIC, label: t("automatic") },
    ...models.map((model) => ({ value: String(model.version), label: nameOf(model, t) })),
  ];
  // An address may name a role, or a version that is not known (yet): it is shown as it was asked for.
  if (!options.some(({ value }) => value === chosen)) {
    const label =
      filter.model !== null && /^\d/.test(filter.model) ? t("version", { version: chosen }) : chosen;
    options.push({ value: chosen, label });
  }
  return (
    <div role="group" aria-label={t("label")} className="flex flex-wrap items-center gap-2">
      <Select
        label={t("model")}
        value={chosen}
        options={options}
        onChange={(model) => change({ model: model === AUTOMATIC ? null : model })}
        className="min-w-44"
      />
      {scope === "figures" && <LedgerAndSessions />}
      {scope === "judged" && <p className="w-full text-xs text-muted">{t("judgedOnly")}</p>}
    </div>
  );
}

/** The one switch of ledger and sessions. A paper account has no sessions that judge it. */
function LedgerAndSessions() {
  const t = useTranslations("analytics.filter");
  const { filter, change } = useAnalyticsFilter();
  const periods: number[] = [...PERIODS];
  if (!periods.includes(filter.periodDays)) periods.push(filter.periodDays);
  const sessions = periods.map((days) => ({
    value: String(days),
    label: days === 3660 ? t("everything") : t("days", { days }),
  }));
  const judged = { value: JUDGED, label: t("judged") };
  return (
    <>
      <Choice
        label={t("basis")}
        value={filter.basis}
        options={[
          { value: "backtest", label: t("backtest") },
          { value: "paper", label: t("paper") },
        ]}
        onChange={(basis) => change({ basis })}
      />
      <Select
        label={t("window")}
        value={filter.window === "judged" ? JUDGED : String(filter.periodDays)}
        options={filter.basis === "paper" ? sessions : [judged, ...sessions]}
        onChange={(value) => change(value === JUDGED ? { window: "judged" } : { periodDays: Number(value) })}
      />
    </>
  );
}

function nameOf(model: ModelRow, t: ReturnType<typeof useTranslations<"analytics.filter">>): string {
  const version = t("version", { version: model.version });
  const [role] = model.roles;
  return role === undefined ? version : `${version} · ${t(`role.${role}`)}`;
}
