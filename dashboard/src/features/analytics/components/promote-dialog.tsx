"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "@/components/ui/toast";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { ProblemError } from "@/lib/api/problem";
import type { Alias, ModelRow } from "../api/models";
import { useGates } from "../api/performance";
import { useRequestPromotion } from "../api/promotions";
import { GatesTable } from "./gates-table";
import { Refused } from "./refused";
import { isReason, ReasonField } from "./reason-field";

const ROLES = ["champion", "challenger", "shadow"] as const;

interface Props {
  model: ModelRow;
  onClose: () => void;
}

/** Gives a model a role. Where gates refuse a champion it shows which, and a second person can be asked to overrule them. */
export function PromoteDialog({ model, onClose }: Props) {
  const t = useTranslations("analytics.promote");
  const roles = useTranslations("analytics.filter.role");
  const [alias, setAlias] = useState<Alias>("champion");
  const [reason, setReason] = useState("");
  const request = useRequestPromotion();
  const refusedByGates = request.error instanceof ProblemError && request.error.code === "GATE_REFUSED";
  const ask = (override: boolean) =>
    request.mutate(
      { version: model.version, alias, reason: reason.trim(), override },
      {
        onSuccess: (row) => {
          const key = row.status === "waiting" ? "waiting" : "done";
          toast.success(t(key, { version: row.version, role: roles(row.alias) }));
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { version: model.version })}
      description={t("description")}
      className="w-[min(40rem,calc(100vw-2rem))]"
    >
      <div className="flex flex-col gap-4">
        <Choice
          label={t("role")}
          value={alias}
          options={ROLES.map((role) => ({
            value: role,
            label: roles(role),
            disabled: model.roles.includes(role),
          }))}
          onChange={(next) => {
            setAlias(next);
            request.reset();
          }}
        />
        <p className="text-sm text-muted">{t(`what.${alias}`)}</p>
        {alias === "champion" && <FailedGates version={model.version} />}
        <ReasonField value={reason} onChange={setReason} />
        {request.error !== null && <Refused error={request.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          {refusedByGates && (
            <Button
              variant="secondary"
              disabled={!isReason(reason) || request.isPending}
              onClick={() => ask(true)}
            >
              {t("override")}
            </Button>
          )}
          <Button
            variant="primary"
            disabled={!isReason(reason) || request.isPending || model.roles.includes(alias)}
            onClick={() => ask(false)}
          >
            {t("confirm", { role: roles(alias) })}
          </Button>
        </div>
        {refusedByGates && <p className="text-xs text-muted">{t("overrideHelp")}</p>}
      </div>
    </Dialog>
  );
}

/** The gates that will refuse, with what they found: known before anybody asks. */
function FailedGates({ version }: { version: number }) {
  const t = useTranslations("analytics.promote");
  const { data } = useGates(String(version));
  if (data === undefined) return null;
  const failed = data.gates.filter(({ status }) => status !== "passed");
  if (data.gates.length > 0 && failed.length === 0) return <p className="text-sm text-up">{t("allPass")}</p>;
  return (
    <div>
      <p className="mb-1 text-sm font-medium text-warn">
        {data.gates.length === 0
          ? t("notJudged")
          : t("refusing", { count: failed.length, total: data.total_gates })}
      </p>
      {failed.length > 0 && (
        <div className="max-h-36 overflow-y-auto sm:max-h-64">
          <GatesTable gates={failed} />
        </div>
      )}
    </div>
  );
}
