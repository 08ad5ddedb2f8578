"use client";

import { History, FlaskConical } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import type { DataKind } from "@/lib/stream/messages";

interface Props {
  kind: DataKind | null;
  /** Market time, milliseconds since 1970; null while not known. */
  at: number | null;
}

/** Says on every page that prices are not those of now: a strip above and a frame around everything. Real prices need none. */
export function Ribbon({ kind, at }: Props) {
  const t = useTranslations("common.ribbon");
  const format = useFormat();
  if (kind === null || kind === "real") return null;
  const Icon = kind === "replay" ? History : FlaskConical;
  return (
    <>
      <div
        role="note"
        data-ribbon
        aria-label={t(`${kind}.label`)}
        className={cn(
          "sticky top-0 z-30 flex h-(--ribbon) items-center justify-center gap-2 px-3 text-2xs whitespace-nowrap",
          kind === "replay" ? "bg-replay text-on-replay" : "bg-synthetic text-on-synthetic",
        )}
      >
        <Icon aria-hidden className="size-3.5 shrink-0" />
        <strong className="tracking-widest uppercase">{t(`${kind}.label`)}</strong>
        {at !== null && (
          <span className="tabular-nums">
            · {t("marketDate")} <time dateTime={new Date(at).toISOString()}>{format.date(at)}</time>
          </span>
        )}
        <span className="hidden truncate sm:inline">· {t(`${kind}.text`)}</span>
      </div>
      <div
        aria-hidden
        className={cn(
          "pointer-events-none fixed inset-0 z-40 border-2",
          kind === "replay" ? "border-replay" : "border-synthetic",
        )}
      />
    </>
  );
}
