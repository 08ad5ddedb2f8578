"use client";

import { Stethoscope } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useCan } from "@/features/session/api/session";
import { NeedsRole } from "@/features/session/components/needs-role";
import { asText, bySeverity, type Examination } from "../api/doctor";
import { useDoctor } from "../api/queries";
import { StatusMark } from "./status-mark";

/** A thorough look at machine, stores, keys, layers and secrets, made when asked for. */
export function DoctorPanel() {
  const t = useTranslations("diagnostics.doctor");
  const doctor = useDoctor();
  const may = useCan("operator");
  return (
    <Card
      aria-label={t("title")}
      title={t("title")}
      hint={t("hint")}
      actions={
        <>
          {doctor.data !== undefined && (
            <CopyButton text={asText(doctor.data)} label={t("copy")} done={t("copied")} className="h-8 px-2">
              {t("copy")}
            </CopyButton>
          )}
          <Button size="sm" onClick={() => doctor.mutate()} disabled={!may || doctor.isPending}>
            <Stethoscope aria-hidden />
            {t(doctor.isPending ? "running" : "run")}
          </Button>
        </>
      }
    >
      {doctor.isPending ? (
        <SkeletonRows rows={8} />
      ) : doctor.isError ? (
        <ErrorState error={doctor.error} retry={() => doctor.mutate()} />
      ) : doctor.data === undefined ? (
        <NeedsRole roles={["operator"]}>
          <EmptyState title={t("notYet")}>{t("notYetHelp")}</EmptyState>
        </NeedsRole>
      ) : (
        <Findings examination={doctor.data} at={doctor.submittedAt} />
      )}
    </Card>
  );
}

function Findings({ examination, at }: { examination: Examination; at: number }) {
  const t = useTranslations("diagnostics.doctor");
  const bad = examination.findings.filter(({ status }) => status !== "ok").length;
  return (
    <div>
      <p className="mb-2 flex flex-wrap items-center gap-2 text-sm font-medium" role="status">
        <StatusMark status={examination.status} />
        {t("result", { bad, all: examination.findings.length })}
        <span className="text-xs font-normal text-muted">
          <Time at={at} as="clock" />
        </span>
      </p>
      <ul className="max-h-112 divide-y divide-line overflow-y-auto">
        {bySeverity(examination.findings).map(({ name, status, cause, next_step }) => (
          <li key={name} className="flex gap-2 py-1.5 text-sm">
            <StatusMark status={status} className="self-start pt-0.5" />
            <span className="w-28 shrink-0 font-medium">{name}</span>
            <span className="min-w-0">
              <span className={status === "ok" ? "text-muted" : ""}>{cause}</span>
              {next_step !== null && <span className="block font-medium">{next_step}</span>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
