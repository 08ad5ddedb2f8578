"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { type LostTitle, useLostTitles } from "../api/court";
import { useGateWords } from "./gate-words";
import { lossFrom } from "./loss";
import { useStaleWords } from "./stale-words";
import { useFormat } from "@/lib/format/use-format";

/** Says on the page of models that a champion lost its title, why, and since when. */
export function LostTitleBanner() {
  const lost = useLostTitles();
  return lost.map((one) => <Banner key={one.version} lost={one} />);
}

function Banner({ lost }: { lost: LostTitle }) {
  const t = useTranslations("analytics.lost");
  const reason = useReason()(lost.reason);
  return (
    <div role="alert" className="flex gap-2 rounded-lg border border-down/40 bg-down-soft px-4 py-3 text-sm">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-down" />
      <div className="min-w-0">
        <p className="font-semibold text-down">{t("title", { version: lost.version })}</p>
        <p>
          {t("reason")} {reason}. {t("since", { day: lost.since })}
        </p>
      </div>
    </div>
  );
}

/** The same for the header of every page, as short as it can be said. */
export function LostTitleBadge() {
  const t = useTranslations("analytics.lost");
  const [lost] = useLostTitles();
  if (lost === undefined) return null;
  return (
    <Link
      href="/ml-analytics"
      className="inline-flex min-h-6 items-center gap-1.5 rounded-full border border-down/40 bg-down-soft px-2 py-0.5 text-2xs font-semibold whitespace-nowrap text-down"
    >
      <TriangleAlert aria-hidden className="size-3" />
      <span className="max-sm:sr-only">{t("badge")}</span>
      <span className="sr-only">{t("open", { version: lost.version })}</span>
    </Link>
  );
}

/** Why a title was lost, in the reader's language; in other words than we know, as the service said it. */
function useReason(): (told: string) => string {
  const t = useTranslations("analytics.lost");
  const words = useGateWords();
  const stale = useStaleWords();
  const format = useFormat();
  return (told) => {
    const loss = lossFrom(told);
    if (loss === null) return told;
    if (loss.kind === "decayed")
      return t("decayed", { value: format.integer(loss.value), sessions: loss.sessions, day: loss.day });
    return t("refused", {
      gates: loss.gates.map((name) => words.title(name)).join(", "),
      what: stale(loss.changed),
    });
  };
}
