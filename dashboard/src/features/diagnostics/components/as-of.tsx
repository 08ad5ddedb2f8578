"use client";

import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";

/** When what is shown was last known, in real time. */
export function AsOf({ at }: { at: number }) {
  const t = useTranslations("diagnostics");
  return (
    <span className="text-xs whitespace-nowrap text-muted">
      {t("asOf")} {at > 0 && Number.isFinite(at) ? <Time at={at} as="clock" /> : "—"}
    </span>
  );
}
