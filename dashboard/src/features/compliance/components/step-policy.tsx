"use client";

import { useTranslations } from "next-intl";
import type { components } from "@/lib/api/types/compliance";
import { useFormat } from "@/lib/format/use-format";
import { Facts } from "./facts";
import { Hash } from "./hash";

const ACTIONS = [
  ["short", -1],
  ["flat", 0],
  ["long", 1],
] as const;

/** What the bundle said: how likely it held each position right, and which it took. */
export function Probabilities({ of }: { of: components["schemas"]["PredictionRow"] }) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  const share = { short: of.p_short, flat: of.p_flat, long: of.p_long };
  return (
    <>
      <Facts
        of={[
          [t("model"), `${of.alias ?? t("noRole")} · v${of.model_version}`],
          [t("asks"), t("position", { units: of.target })],
          [
            t("value"),
            <span key="v" title={t("valueHelp")}>
              {format.decimal(of.value)} bps
            </span>,
          ],
          [t("bundle"), <Hash key="b" of={of.bundle_hash} name={t("bundle")} />],
        ]}
      />
      <ul className="mt-2 grid max-w-sm gap-1 text-xs">
        {ACTIONS.map(([action, target]) => (
          <li key={action} className="grid grid-cols-[3rem_1fr_4rem] items-center gap-2">
            <span className={of.target === target ? "font-semibold" : "text-muted"}>{t(action)}</span>
            <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-raised">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${(share[action] ?? 0) * 100}%` }}
              />
            </span>
            <span
              className="text-right tabular-nums"
              title={share[action] === null ? t("noProbability") : undefined}
            >
              {format.percent(share[action])}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
