"use client";

import { CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useProblemWords } from "@/components/ui/problem-words";
import { Time } from "@/components/ui/time";
import { useCan, useSession } from "@/features/session/api/session";
import { ProblemError } from "@/lib/api/problem";
import { useChangeState } from "../api/state";
import { reachable, type StateBody, type SwitchView, tightens, type TradingState } from "../rules/switch";

const SHORTEST_REASON = 3;
const LONGEST_REASON = 300;
const REASONS = ["prices", "losses", "fault", "ordered"] as const;

/** Enter must do the next thing as soon as it is in sight. A stable function, so that it happens once. */
const focusOn = (element: HTMLElement | null) => element?.focus();

/** A second click so soon belongs to the first: it must not close what that one opened. */
const DOUBLE_CLICK_MS = 400;

interface Props {
  view: SwitchView;
  /** Epoch milliseconds. */
  openedAt: number;
  onClose: () => void;
}

/** Second step of the switch: says what is, takes the wanted state and a reason, and shows as done only what the server confirmed. */
export function KillSwitchDialog({ view, openedAt, onClose }: Props) {
  const t = useTranslations("orders.switch");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      onPointerDownOutside={(event) => {
        if (Date.now() - openedAt <= DOUBLE_CLICK_MS) event.preventDefault();
      }}
      title={t("title")}
      description={t("what")}
    >
      <div className="flex flex-col gap-4">
        <Standing view={view} />
        <Change view={view} onClose={onClose} />
      </div>
    </Dialog>
  );
}

function Standing({ view }: { view: SwitchView }) {
  const t = useTranslations("orders.switch");
  const inWords = useProblemWords();
  if (view.kind === "loading") return <p className="text-sm text-muted">{t("loading")}</p>;
  if (view.kind === "known") return <Told standing={view.standing} />;
  return (
    <div role="alert" className="rounded-md border border-dashed border-warn bg-warn-soft p-3 text-sm">
      <p className="font-semibold text-warn">
        {t("unknown")} <Time at={view.since} as="clock" />
      </p>
      <p className="mt-1">{inWords(view.error) ?? view.error?.message ?? t("unanswered")}</p>
      {view.last !== null && (
        <p className="mt-1 text-muted">{t("lastKnown", { state: t(`state.${view.last.state}`) })}</p>
      )}
    </div>
  );
}

function Told({ standing }: { standing: StateBody }) {
  const t = useTranslations("orders.switch");
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-md border border-line bg-raised p-3 text-sm">
      <Fact name={t("now")}>
        <strong>{t(`state.${standing.state}`)}</strong> · {t(`means.${standing.state}`)}
      </Fact>
      <Fact name={t("who")}>{standing.actor}</Fact>
      <Fact name={t("when")}>
        <Time at={standing.at} />
      </Fact>
      <Fact name={t("why")}>{standing.reason}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Change({ view, onClose }: { view: SwitchView; onClose: () => void }) {
  const t = useTranslations("orders.switch");
  const { session } = useSession();
  const canTighten = useCan("trader", "operator");
  const canLoosen = useCan("operator");
  const change = useChangeState();
  if (change.isSuccess) return <Done standing={change.data} onClose={onClose} />;
  if (session === null)
    return (
      <p className="text-sm">
        {t("signedOut")}{" "}
        <Link href="/login" className="text-accent underline">
          {t("signIn")}
        </Link>
      </p>
    );
  if (!canTighten) return <p className="text-sm text-muted">{t("mayNot")}</p>;
  return <ChangeForm view={view} canLoosen={canLoosen} change={change} />;
}

function Done({ standing, onClose }: { standing: StateBody; onClose: () => void }) {
  const t = useTranslations("orders.switch");
  return (
    <div role="status" className="flex flex-col gap-3 rounded-md border border-up/50 bg-up-soft p-3 text-sm">
      <p className="flex items-center gap-2 font-semibold text-up">
        <CircleCheck aria-hidden className="size-4" />{" "}
        {t("confirmed", { state: t(`state.${standing.state}`) })}
      </p>
      <p className="text-muted">
        {t("confirmedBy", { version: standing.version })} <Time at={standing.recorded_at} as="clock" />
      </p>
      <Button ref={focusOn} onClick={onClose} className="self-end">
        {t("close")}
      </Button>
    </div>
  );
}

interface FormProps {
  view: SwitchView;
  canLoosen: boolean;
  change: ReturnType<typeof useChangeState>;
}

function ChangeForm({ view, canLoosen, change }: FormProps) {
  const t = useTranslations("orders.switch");
  const now = view.kind === "known" ? view.standing.state : null;
  const choices = reachable(now, canLoosen);
  const [picked, setPicked] = useState<TradingState | null>(null);
  const wanted = picked !== null && choices.includes(picked) ? picked : choices[0];
  const [reason, setReason] = useState<string | null>(null);
  if (wanted === undefined) return <p className="text-sm text-muted">{t("operatorResumes")}</p>;
  const isTighter = tightens(now, wanted);
  // A halt must never wait for words; loosening is never without them.
  const usual = isTighter ? t("byHand") : "";
  const said = (reason ?? usual).trim();
  const isReady = said.length >= SHORTEST_REASON;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !change.isPending) change.mutate({ state: wanted, reason: said });
      }}
    >
      {choices.length > 1 && (
        <Choice
          label={t("wanted")}
          value={wanted}
          onChange={setPicked}
          options={choices.map((one) => ({ value: one, label: t(`do.${one}`) }))}
          className="self-start"
        />
      )}
      <p className="text-sm text-muted">{t(`effect.${wanted}`)}</p>
      <Reason value={reason ?? usual} onChange={setReason} suggest={isTighter} />
      {change.error !== null && <NotDone error={change.error} wanted={wanted} view={view} />}
      <Button
        type="submit"
        ref={isTighter ? focusOn : undefined}
        variant={wanted === "ACTIVE" ? "primary" : "danger"}
        size="lg"
        disabled={!isReady || change.isPending}
      >
        {change.isPending && <LoaderCircle aria-hidden className="animate-spin" />}
        {change.isPending ? t("pending") : t(`confirm.${wanted}`)}
      </Button>
    </form>
  );
}

interface ReasonProps {
  value: string;
  onChange: (reason: string) => void;
  /** Offers the usual reasons to choose from. */
  suggest: boolean;
}

function Reason({ value, onChange, suggest }: ReasonProps) {
  const t = useTranslations("orders.switch");
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={t("reason")}
        value={value}
        maxLength={LONGEST_REASON}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      {suggest && (
        <div className="flex flex-wrap gap-1.5">
          {REASONS.map((one) => (
            <Button key={one} size="sm" onClick={() => onChange(t(`reasons.${one}`))}>
              {t(`reasons.${one}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function NotDone({ error, wanted, view }: { error: Error; wanted: TradingState; view: SwitchView }) {
  const t = useTranslations("orders.switch");
  const words = useProblemWords()(error);
  const cure = error instanceof ProblemError ? error.cure : null;
  return (
    <div role="alert" className="rounded-md border-2 border-danger bg-down-soft p-3 text-sm">
      <p className="flex items-center gap-2 font-bold text-down">
        <TriangleAlert aria-hidden className="size-5 shrink-0" /> {t(`notDone.${wanted}`)}
      </p>
      {words !== null && <p className="mt-1 font-medium">{words}.</p>}
      <p className="mt-1">{error.message}</p>
      {cure !== null && cure !== "" && <p className="mt-1">{cure}</p>}
      <p className="mt-1 text-muted">
        {view.kind === "known"
          ? t("readAgain", { state: t(`state.${view.standing.state}`) })
          : t("cannotRead")}{" "}
        {t("whatToDo")}
      </p>
    </div>
  );
}
