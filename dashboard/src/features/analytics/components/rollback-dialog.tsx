"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "@/components/ui/toast";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Alias, ModelRow } from "../api/models";
import { useRollback } from "../api/promotions";
import { Refused } from "./refused";
import { isReason, ReasonField } from "./reason-field";

interface Props {
  alias: Alias;
  /** Who has the role now. */
  holder: ModelRow;
  /** Who had it before, and will have it again; undefined: nobody had. */
  before: ModelRow | undefined;
  onClose: () => void;
}

/** Gives a role back to who held it before, once somebody has said why. */
export function RollbackDialog({ alias, holder, before, onClose }: Props) {
  const t = useTranslations("analytics.rollback");
  const roles = useTranslations("analytics.filter.role");
  const [reason, setReason] = useState("");
  const rollback = useRollback();
  const confirm = () =>
    rollback.mutate(
      { alias, reason: reason.trim() },
      {
        onSuccess: (done) => {
          toast.success(t("done", { version: done.version, role: roles(done.alias) }));
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { role: roles(alias) })}
      description={
        before === undefined
          ? t("nobody", { version: holder.version, role: roles(alias) })
          : t("description", { version: holder.version, before: before.version, role: roles(alias) })
      }
    >
      <div className="flex flex-col gap-4">
        <ReasonField value={reason} onChange={setReason} />
        {rollback.error !== null && <Refused error={rollback.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("keep")}</Button>
          <Button
            variant="danger"
            disabled={before === undefined || !isReason(reason) || rollback.isPending}
            onClick={confirm}
          >
            {t("confirm")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
