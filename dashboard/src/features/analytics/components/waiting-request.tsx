"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "@/components/ui/toast";
import { Button } from "@/components/ui/button";
import { Digest } from "@/components/ui/copy";
import { Dialog } from "@/components/ui/dialog";
import { QueryView } from "@/components/ui/query-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { useSession } from "@/features/session/api/session";
import type { Promotion } from "../api/models";
import { useGates } from "../api/performance";
import { useApprovePromotion, useRefusePromotion } from "../api/promotions";
import { useGateWords } from "./gate-words";
import { GatesTable } from "./gates-table";
import { Refused } from "./refused";
import { useWhyNot } from "./use-why-not";

/** A wish to overrule the gates that waits for a second person, with what that person must know. */
export function WaitingRequest({ request }: { request: Promotion }) {
  const t = useTranslations("analytics.waiting");
  const roles = useTranslations("analytics.filter.role");
  const { session } = useSession();
  const mayNot = useWhyNot("compliance");
  const [deciding, setDeciding] = useState<"approve" | "refuse" | null>(null);
  const isOwn = session?.name === request.requested_by;
  const whyNot = mayNot ?? (isOwn ? t("own") : null);
  return (
    <article className="flex flex-col gap-3 rounded-md border border-warn/40 bg-warn-soft/40 p-3">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="text-sm font-semibold">
            {t("wish", { version: request.version, role: roles(request.alias) })}
          </h3>
          <p className="text-xs text-muted">
            {t("by", { name: request.requested_by })} <Time at={request.requested_at} /> ·{" "}
            <Digest text={request.bundle_hash} label={t("copyHash")} done={t("copied")} />
          </p>
          <p className="mt-1.5 text-sm">“{request.reason}”</p>
        </div>
        <div className="flex gap-2">
          <Button size="sm" disabled={whyNot !== null} onClick={() => setDeciding("refuse")}>
            {t("refuse")}
          </Button>
          <Button
            size="sm"
            variant="primary"
            disabled={whyNot !== null}
            onClick={() => setDeciding("approve")}
          >
            {t("approve")}
          </Button>
        </div>
      </div>
      {whyNot !== null && <p className="text-xs font-medium text-warn">{whyNot}</p>}
      <Evidence request={request} />
      {deciding !== null && (
        <Decision request={request} decision={deciding} onClose={() => setDeciding(null)} />
      )}
    </article>
  );
}

/** The gates that refused when it was asked for, with what they found. */
function Evidence({ request }: { request: Promotion }) {
  const t = useTranslations("analytics.waiting");
  const words = useGateWords();
  const names = request.failed_gates.map((name) => words.title(name)).join(", ");
  return (
    <details className="text-sm">
      <summary className="cursor-pointer rounded text-xs">
        {t("refusedBy", { count: request.failed_gates.length, names })}
      </summary>
      <div className="mt-2 rounded-md bg-surface p-2">
        <QueryView query={useGates(String(request.version))} skeleton={<SkeletonRows rows={6} />}>
          {({ gates }) => <GatesTable gates={gates.filter(({ status }) => status !== "passed")} />}
        </QueryView>
      </div>
    </details>
  );
}

interface DecisionProps {
  request: Promotion;
  decision: "approve" | "refuse";
  onClose: () => void;
}

function Decision({ request, decision, onClose }: DecisionProps) {
  const t = useTranslations("analytics.waiting");
  const roles = useTranslations("analytics.filter.role");
  const named = { version: request.version, role: roles(request.alias) };
  const done = () => {
    toast.success(t(`${decision}Done`, named));
    onClose();
  };
  const approve = useApprovePromotion(done);
  const refuse = useRefusePromotion(done);
  const change = decision === "approve" ? approve : refuse;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(`${decision}Title`, named)}
      description={t(`${decision}What`, { ...named, count: request.failed_gates.length })}
    >
      {change.error !== null && <Refused error={change.error} />}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{t("back")}</Button>
        <Button
          variant={decision === "approve" ? "danger" : "primary"}
          disabled={change.isPending}
          onClick={() => change.mutate(request.id)}
        >
          {t(`${decision}Confirm`)}
        </Button>
      </div>
    </Dialog>
  );
}
