"use client";

import { CircleAlert, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { ProblemError } from "@/lib/api/problem";
import { type Credentials, useSignIn } from "../api/session";

/** Name and password; `onSignedIn` is called once the service took them. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useTranslations("session");
  const signIn = useSignIn();
  const wait = useWait(signIn.error, signIn.submittedAt);
  const { register, handleSubmit, resetField, setFocus, formState } = useForm<Credentials>();
  const { errors } = formState;
  const send = handleSubmit((credentials) =>
    signIn.mutate(credentials, {
      onSuccess: onSignedIn,
      onError: (error) => {
        if (!isWrong(error)) return;
        resetField("password");
        setFocus("password");
      },
    }),
  );
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
      <Field
        label={t("name")}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.username?.message}
        {...register("username", { required: t("nameMissing") })}
      />
      <Field
        label={t("passwordLabel")}
        type="password"
        autoComplete="current-password"
        error={errors.password?.message}
        {...register("password", { required: t("passwordMissing") })}
      />
      <Refused error={signIn.error} wait={wait} />
      <Button type="submit" variant="primary" size="lg" disabled={signIn.isPending || wait > 0}>
        {wait > 0 ? t("wait", { seconds: wait }) : signIn.isPending ? t("signingIn") : t("signIn")}
      </Button>
    </form>
  );
}

function Refused({ error, wait }: { error: Error | null; wait: number }) {
  const t = useTranslations("session");
  if (error === null) return null;
  const outage = error instanceof ProblemError && error.isOutage;
  const Icon = outage ? WifiOff : CircleAlert;
  return (
    <div
      role="alert"
      className="flex items-start gap-2.5 rounded-md border border-down/40 bg-down-soft p-3 text-sm text-down"
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        <p className="font-medium">{sentence(error, t)}</p>
        {wait > 0 && <p>{t("tooManyHelp")}</p>}
        {outage && <p>{t("downHelp")}</p>}
      </div>
    </div>
  );
}

function sentence(error: Error, t: ReturnType<typeof useTranslations<"session">>): string {
  if (!(error instanceof ProblemError)) return error.message;
  if (isWrong(error)) return t("wrong");
  if (error.status === 429) return t("tooMany");
  return error.isOutage ? t("down") : error.message;
}

function isWrong(error: Error): boolean {
  return error instanceof ProblemError && error.status === 401;
}

/** Seconds that the service still wants to be left alone, counted down. */
function useWait(error: Error | null, since: number): number {
  const [now, setNow] = useState(0);
  const asked = error instanceof ProblemError ? (error.retryAfter ?? 0) : 0;
  useEffect(() => {
    if (asked === 0) return;
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [asked, since]);
  return asked === 0 ? 0 : Math.max(0, Math.ceil(asked - (Math.max(now, since) - since) / 1_000));
}
