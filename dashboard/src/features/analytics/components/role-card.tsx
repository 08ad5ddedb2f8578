"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Digest } from "@/components/ui/copy";
import { useFormat } from "@/lib/format/use-format";
import type { Alias, ModelRow } from "../api/models";
import { useGates } from "../api/performance";
import { KindBadge, ModelBadges } from "./badges";
import { useBps } from "./bps";
import { Interval } from "./interval";
import { Known } from "./known";
import { Standing } from "./standing";

interface Props {
  alias: Alias;
  /** Who has the role; null: nobody. */
  model: ModelRow | null;
  /** Whether the figures are of a real market. */
  kind: string;
}

/** One seat: who sits in it with what evidence, or why it is empty. */
export function RoleCard({ alias, model, kind }: Props) {
  const t = useTranslations("analytics.role");
  return (
    <Card
      title={t(`${alias}.title`)}
      hint={t(`${alias}.what`)}
      actions={model !== null && <KindBadge kind={kind} />}
      className="h-full"
    >
      {model === null ? (
        <div className="flex flex-1 flex-col justify-center gap-1 py-6 text-center">
          <p className="text-sm font-medium">{t(`${alias}.empty`)}</p>
          <p className="mx-auto max-w-xs text-xs text-muted">{t(`${alias}.why`)}</p>
        </div>
      ) : (
        <Seated model={model} kind={kind} />
      )}
    </Card>
  );
}

function Seated({ model, kind }: { model: ModelRow; kind: string }) {
  const t = useTranslations("analytics.role");
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-base font-semibold">
          {t("version", { version: model.version })}{" "}
          <span className="text-xs font-normal text-muted">{model.name}</span>
          <Digest
            text={model.bundle_hash}
            label={t("copyHash")}
            done={t("copied")}
            className="ml-1 font-normal"
          />
        </p>
        <ModelBadges model={model} />
      </div>
      <Standing model={model} kind={kind} />
      {model.metrics === null ? (
        <p className="text-sm text-muted">{t("notJudged")}</p>
      ) : (
        <Figures model={model} metrics={model.metrics} />
      )}
      <GatesLine model={model} />
    </div>
  );
}

function Figures({ model, metrics }: { model: ModelRow; metrics: NonNullable<ModelRow["metrics"]> }) {
  const t = useTranslations("analytics.role");
  const format = useFormat();
  const bps = useBps();
  const decimal = (value: number) => format.decimal(value);
  const percent = (value: number) => format.percent(value, 2);
  const rows = [
    ["mean_session_bps", (value: number) => bps(value)],
    ["sharpe", decimal],
    ["sortino", decimal],
    ["max_drawdown", percent],
    ["profit_factor", decimal],
    ["win_rate", (value: number) => format.percent(value)],
  ] as const;
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{t("figures", { version: model.version })}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t("figure")}</th>
          <th scope="col">{t("value")}</th>
          <th scope="col">{t("interval")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, write]) => (
          <tr key={name} className="border-b border-line/60 last:border-0">
            <th scope="row" className="py-1 pr-2 text-left text-xs font-normal whitespace-nowrap text-muted">
              {t(`metric.${name}`)}
            </th>
            <td className="py-1 text-right font-medium whitespace-nowrap tabular-nums">
              <Known
                text={typeof metrics[name] === "number" ? write(metrics[name]) : null}
                reason={t("unknown")}
              />
            </td>
            <td className="py-1 pl-2 text-right text-xs tabular-nums">
              <Interval ends={model.intervals?.[name]} write={write} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3} className="pt-2 text-xs text-muted">
            {t("sample", {
              sessions: format.integer(metrics.sessions),
              trades: format.integer(metrics.trades),
            })}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** How many gates agree, as words and as a bar. */
function GatesLine({ model }: { model: ModelRow }) {
  const t = useTranslations("analytics.role");
  const { data } = useGates(String(model.version));
  if (data === undefined || data.total_gates === 0) return null;
  return (
    <div>
      <div className="flex h-1.5 gap-0.5" aria-hidden>
        {data.gates.map((gate) => (
          <span
            key={gate.name}
            className={`flex-1 rounded-full ${gate.status === "passed" ? "bg-up" : "bg-down"}`}
          />
        ))}
      </div>
      <p className="mt-1 text-xs text-muted">
        {t("gates", { passed: data.passing_gates, total: data.total_gates })}
      </p>
    </div>
  );
}
