"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { LanguageMenu, ThemeMenu } from "@/components/shell/choices";
import { returnPath } from "@/features/session/api/return-to";
import { SignInForm } from "@/features/session/components/sign-in-form";

/** The form with the way back to where one came from. */
export function SignIn() {
  const t = useTranslations("session");
  const router = useRouter();
  const back = returnPath(useSearchParams().get("next"));
  return (
    <div className="flex w-full max-w-sm flex-col gap-4">
      <section aria-label={t("signIn")} className="rounded-lg border border-line bg-surface p-6">
        <SignInForm onSignedIn={() => router.replace(back)} />
      </section>
      <details className="rounded-lg border border-line bg-surface px-4 py-3 text-sm text-muted">
        <summary className="cursor-pointer font-medium text-text">{t("forgot")}</summary>
        <p className="mt-2">{t("forgotFirst")}</p>
        <p className="mt-2">
          {t("forgotReset")}{" "}
          <code className="rounded bg-raised px-1.5 py-0.5 text-xs text-text">
            usdcop users password admin
          </code>
        </p>
        <p className="mt-2">{t("forgotOthers")}</p>
      </details>
      <div className="flex items-center justify-between">
        <Link href={back} className="rounded text-sm text-accent hover:underline">
          {t("lookOnly")}
        </Link>
        <div className="flex items-center">
          <ThemeMenu />
          <LanguageMenu />
        </div>
      </div>
    </div>
  );
}
