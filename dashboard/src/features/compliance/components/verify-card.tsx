"use client";

import { CircleCheck, ShieldAlert, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useHead, useVerify } from "../api/queries";
import type { CourtFlaw, Verification } from "../api/types";
import { Hash } from "./hash";

/** Proves the trail, or says loudly where it breaks. */
export function VerifyCard() {
  const t = useTranslations("compliance.verify");
  const verify = useVerify();
  return (
    <Card
      title={t("title")}
      hint={t("hint")}
      actions={
        <Button size="sm" variant="primary" onClick={() => verify.mutate()} disabled={verify.isPending}>
          <ShieldCheck aria-hidden /> {t(verify.isPending ? "running" : "run")}
        </Button>
      }
    >
      <Head />
      {verify.isPending ? (
        <Skeleton className="mt-3 h-16" />
      ) : verify.isError ? (
        <ErrorState error={verify.error} retry={() => verify.mutate()} />
      ) : verify.data === undefined ? (
        <p className="mt-3 text-sm text-muted">{t("notYet")}</p>
      ) : (
        <>
          {verify.data.broken_at === null ? <Holds found={verify.data} /> : <Broken found={verify.data} />}
          <Kept found={verify.data} />
          <Court found={verify.data.court} />
          <Night found={verify.data.night} />
        </>
      )}
    </Card>
  );
}

function Head() {
  const t = useTranslations("compliance.verify");
  const { data } = useHead();
  return (
    <div className="flex min-h-6 flex-wrap items-center gap-x-2 text-sm">
      <span className="text-muted">{t("head")}</span>
      {data === undefined ? (
        <Skeleton className="h-4 w-40" />
      ) : data === null ? (
        t("emptyTrail")
      ) : (
        <>
          <span className="font-medium tabular-nums">#{data.seq}</span>
          <Hash of={data.hash} name={t("headHash")} />
          <span className="text-xs text-muted">
            <Time at={data.recorded_at} />
          </span>
        </>
      )}
    </div>
  );
}

function Holds({ found }: { found: Verification }) {
  const t = useTranslations("compliance.verify");
  const format = useFormat();
  const open = found.rows - found.anchored_until;
  return (
    <Result tone="good">
      <p className="flex items-center gap-2 font-semibold text-up">
        <CircleCheck aria-hidden className="size-5" /> {t("holds")}
      </p>
      <p className="mt-1">
        {t("walked", { rows: found.rows, anchors: found.anchors })}{" "}
        {found.newest_anchor_at === null ? (
          t("noAnchor")
        ) : (
          <>
            {t("anchored", { row: format.integer(found.anchored_until) })}{" "}
            <Time at={found.newest_anchor_at} />. {t("open", { open })}
          </>
        )}
      </p>
      <p className="mt-1 text-xs text-muted">
        {t("at")} <Time at={found.verified_at} as="clock" />
      </p>
    </Result>
  );
}

function Broken({ found }: { found: Verification }) {
  const t = useTranslations("compliance.verify");
  return (
    <Result tone="bad">
      <p className="flex items-center gap-2 text-base font-semibold text-down">
        <ShieldAlert aria-hidden className="size-6" />
        {found.broken_at === null ? t("broken") : t("brokenAt", { row: found.broken_at })}
      </p>
      {found.why !== null && <p className="mt-1 font-medium">{found.why}</p>}
      <p className="mt-2 font-medium">{t("whatToDo")}</p>
      <ol className="mt-1 list-decimal space-y-0.5 pl-5">
        <li>{t("step.halt")}</li>
        <li>{t("step.keep")}</li>
        <li>{t("step.compare", { row: found.anchored_until })}</li>
        <li>{t("step.tell")}</li>
      </ol>
      <p className="mt-2 text-xs text-muted">
        {t("walked", { rows: found.rows, anchors: found.anchors })} {t("at")}{" "}
        <Time at={found.verified_at} as="clock" />
      </p>
    </Result>
  );
}

/** What of everything else that is kept, orders to predictions, is not as the chain tells it. */
function Kept({ found }: { found: Verification }) {
  const t = useTranslations("compliance.verify");
  const wrong = found.differences.filter((one) => !["trail", "anchor", "court"].includes(one.kind));
  if (!found.compared) return null;
  if (wrong.length === 0)
    return (
      <Result tone="good">
        <p className="flex items-start gap-2">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-up" />{" "}
          {t("keptHolds", found.compared)}
        </p>
        {found.notes.map((one) => (
          <p key={one.what} lang="en" className="mt-1 text-xs text-muted">
            {one.what}
          </p>
        ))}
      </Result>
    );
  return (
    <Result tone="bad">
      <p className="flex items-center gap-2 text-base font-semibold text-down">
        <ShieldAlert aria-hidden className="size-6" /> {t("keptBroken")}
      </p>
      <ul className="mt-1 list-disc space-y-0.5 pl-5 font-medium">
        {wrong.map((one) => (
          <li key={`${one.where} ${one.what}`} lang="en">
            {one.what}
          </li>
        ))}
      </ul>
      <p className="mt-2">{t("keptWhatToDo")}</p>
    </Result>
  );
}

/** What of the court's record is not as the chain tells it. */
function Court({ found }: { found: CourtFlaw[] }) {
  const t = useTranslations("compliance.verify");
  if (found.length === 0)
    return (
      <Result tone="good">
        <p className="flex items-start gap-2">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-up" /> {t("courtHolds")}
        </p>
      </Result>
    );
  return (
    <Result tone="bad">
      <p className="flex items-center gap-2 text-base font-semibold text-down">
        <ShieldAlert aria-hidden className="size-6" /> {t("courtBroken")}
      </p>
      <ul className="mt-1 list-disc space-y-0.5 pl-5 font-medium">
        {found.map((one) => (
          <li key={`${one.subject} ${one.sentence}`} lang="en">
            {one.sentence}
          </li>
        ))}
      </ul>
      <p className="mt-2">{t("courtWhatToDo")}</p>
    </Result>
  );
}

/** The newest night's examination of everything, the layers included. */
function Night({ found }: { found: Verification["night"] }) {
  const t = useTranslations("compliance.verify");
  if (!found) return <p className="mt-2 text-xs text-muted">{t("noNight")}</p>;
  return (
    <Result tone={found.findings === 0 ? "good" : "bad"}>
      <p>
        {t(found.findings === 0 ? "nightSound" : "nightBroken", {
          files: found.files,
          rows: found.rows_compared,
          findings: found.findings,
        })}{" "}
        <Time at={found.at} />
      </p>
      {found.first !== null && (
        <p lang="en" className="mt-1 font-medium">
          {found.first}
        </p>
      )}
    </Result>
  );
}

function Result({ tone, children }: { tone: "good" | "bad"; children: React.ReactNode }) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={cn("mt-3 rounded-md border p-3 text-sm", {
        "border-up/40 bg-up-soft": tone === "good",
        "border-2 border-down bg-down-soft": tone === "bad",
      })}
    >
      {children}
    </div>
  );
}
