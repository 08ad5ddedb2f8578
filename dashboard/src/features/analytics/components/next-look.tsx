"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy";
import { useFormat } from "@/lib/format/use-format";
import type { Trials } from "../api/research";

interface Props {
  next: Trials["next_look"];
  /** Number of the look that showed this model; null before one did. */
  own: number | null;
}

/** What a look would be, told before it is taken: which one, at which sessions, what it must reach. */
export function NextLook({ next, own }: Props) {
  const t = useTranslations("research.trials.next");
  return (
    <section aria-label={t("label")} className="rounded-md border border-line bg-ground p-3 text-sm">
      <h3 className="font-medium">{t(own !== null || !next.used_up ? "title" : "usedUp")}</h3>
      <div className="mt-1 flex max-w-prose flex-col gap-1.5 text-muted">
        {own === null ? <Coming next={next} /> : <p>{t("taken", { number: own })}</p>}
      </div>
    </section>
  );
}

function Coming({ next }: Pick<Props, "next">) {
  const t = useTranslations("research.trials.next");
  const format = useFormat();
  const { test_first: first, test_last: last, sessions } = next;
  if (first === null || last === null) {
    return (
      <p>
        {t("nothing")}: {t("nothingWhat")}
      </p>
    );
  }
  const span = t("span", { first, last, sessions });
  if (next.used_up) return <p>{t("usedUpWhat", { span })}</p>;
  const command = t("command");
  return (
    <>
      <p>{t("what", { number: next.number, span, level: format.significant(next.level) })}</p>
      <p>
        {t("together")}{" "}
        <CopyButton text={command} label={t("copy")} done={t("copied")} className="font-mono text-text">
          {command}
        </CopyButton>
      </p>
    </>
  );
}
