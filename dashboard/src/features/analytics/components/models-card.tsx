"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Digest } from "@/components/ui/copy";
import { DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { type Alias, type ModelRow, useModels } from "../api/models";
import { KindBadge, ModelBadges } from "./badges";
import { useBps } from "./bps";
import { PromoteDialog } from "./promote-dialog";
import { RollbackDialog } from "./rollback-dialog";
import { useStanding } from "./standing";
import { useWhyNot } from "./use-why-not";

/** Every registered bundle, with the ways to give it a role and to take one back. */
export function ModelsCard() {
  const t = useTranslations("analytics.models");
  const models = useModels();
  const whyNot = useWhyNot("operator");
  const [promoted, setPromoted] = useState<ModelRow | null>(null);
  const [returned, setReturned] = useState<{ alias: Alias; holder: ModelRow } | null>(null);
  return (
    <Card
      title={t("title")}
      hint={whyNot ?? t("hint")}
      actions={models.data !== undefined && <KindBadge kind={models.data.data_kind} />}
    >
      <QueryView query={models}>
        {({ data, data_kind: kind }) => (
          <Rows
            models={data}
            kind={kind}
            mayChange={whyNot === null}
            onPromote={setPromoted}
            onRollback={(alias, holder) => setReturned({ alias, holder })}
          />
        )}
      </QueryView>
      {promoted !== null && <PromoteDialog model={promoted} onClose={() => setPromoted(null)} />}
      {returned !== null && (
        <RollbackDialog
          {...returned}
          before={models.data?.data.find(({ held_before: roles }) => roles.includes(returned.alias))}
          onClose={() => setReturned(null)}
        />
      )}
    </Card>
  );
}

interface RowsProps {
  models: readonly ModelRow[];
  /** Whether the market is the real one. */
  kind: string;
  mayChange: boolean;
  onPromote: (model: ModelRow) => void;
  onRollback: (alias: Alias, holder: ModelRow) => void;
}

function Rows({ models, kind, mayChange, onPromote, onRollback }: RowsProps) {
  const t = useTranslations("analytics.models");
  const roles = useTranslations("analytics.filter.role");
  const format = useFormat();
  const bps = useBps();
  const standing = useStanding();
  return (
    <DataTable
      caption={t("title")}
      rows={models}
      rowId={({ version }) => String(version)}
      empty={<EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>}
      columns={[
        {
          id: "version",
          header: t("version"),
          sortBy: ({ version }) => version,
          className: "whitespace-nowrap font-medium",
          cell: ({ version, name }) => (
            <>
              {version} <span className="text-xs font-normal text-muted">{name}</span>
            </>
          ),
        },
        { id: "badges", header: t("roles"), cell: (model) => <ModelBadges model={model} /> },
        {
          id: "actions",
          header: t("actions"),
          cell: (model) => (
            <span className="flex gap-1.5">
              <Button
                size="sm"
                disabled={!mayChange}
                aria-label={t("promoteOne", { version: model.version })}
                onClick={() => onPromote(model)}
              >
                {t("promote")}
              </Button>
              {model.roles.map((role) => (
                <Button
                  key={role}
                  size="sm"
                  variant="ghost"
                  disabled={!mayChange}
                  onClick={() => onRollback(role, model)}
                >
                  {t("rollback", { role: roles(role) })}
                </Button>
              ))}
            </span>
          ),
        },
        {
          id: "court",
          header: t("court"),
          className: "min-w-44",
          cell: (model) => (
            <ul className="text-xs">
              {standing(model, kind).map(({ id, name, what, warns }) => (
                <li key={id} title={what} className={warns === true ? "text-warn" : undefined}>
                  {name}
                  <span className="sr-only"> {what}</span>
                </li>
              ))}
            </ul>
          ),
        },
        {
          id: "bundle",
          header: t("bundle"),
          cell: ({ bundle_hash: hash }) => <Digest text={hash} label={t("copyHash")} done={t("copied")} />,
        },
        {
          id: "registered",
          header: t("registered"),
          sortBy: ({ registered_at: at }) => at,
          className: "whitespace-nowrap",
          cell: ({ registered_at: at }) => <Time at={at} />,
        },
        {
          id: "mean",
          header: t("mean"),
          numeric: true,
          sortBy: ({ metrics }) => metrics?.mean_session_bps ?? null,
          className: "whitespace-nowrap",
          cell: ({ metrics }) => bps(metrics?.mean_session_bps),
        },
        {
          id: "trades",
          header: t("trades"),
          numeric: true,
          cell: ({ metrics }) => format.integer(metrics?.trades),
        },
        {
          id: "refusing",
          header: t("refusing"),
          numeric: true,
          sortBy: ({ failed_gates: failed }) => failed?.length ?? null,
          cell: ({ failed_gates: failed }) =>
            failed === null ? t("notJudged") : format.integer(failed.length),
        },
      ]}
    />
  );
}
