"use client";

import { useTranslations } from "next-intl";
import { Hint } from "@/components/ui/hint";
import type { About } from "../api/research";
import { knownReason } from "./reasons";

/** Why a figure of a body is null, in the reader's language; a reason without words of ours as the service gave it. */
export function useReason(): (reasons: Readonly<Record<string, string>> | undefined, name: string) => string {
  const t = useTranslations("research.reasons");
  return (reasons, name) => {
    const given = reasons?.[name];
    if (given === undefined) return t("notSaid");
    const known = knownReason(given);
    if (known === null) return given;
    return "count" in known ? t(known.key, { count: known.count }) : t(known.key);
  };
}

/** A figure that is known, or a dash that says why it is not. */
export function Known({ text, reason }: { text: string | null; reason: string }) {
  if (text !== null) return <>{text}</>;
  return (
    <Hint text={reason} onPress>
      <button
        type="button"
        aria-label={reason}
        className="cursor-help rounded px-1 text-muted underline decoration-dotted underline-offset-4"
      >
        —
      </button>
    </Hint>
  );
}

/** Which model, which ledger, which window and which sessions a panel's figures are of. */
export function Sample({ about }: { about: About }) {
  const t = useTranslations("research.sample");
  const { first_session: first, last_session: last, data_points: sessions } = about;
  const window = about.window === "judged" ? t("judged") : t("period", { days: about.period_days });
  const parts = [t("model", { version: about.model.version }), t(about.basis), window];
  if (first === null || last === null) return <>{[...parts, t("none")].join(" · ")}</>;
  return <>{[...parts, t("span", { sessions, first, last })].join(" · ")}</>;
}
