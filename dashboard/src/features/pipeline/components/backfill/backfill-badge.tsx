"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { BackfillRow } from "../../api/types";

const TONES: Record<BackfillRow["status"], Tone> = {
  queued: "neutral",
  running: "info",
  completed: "good",
  failed: "bad",
  interrupted: "warn",
};

/** Where a backfill is. */
export function BackfillBadge({ status }: Pick<BackfillRow, "status">) {
  const t = useTranslations("pipeline.backfill.status");
  return <Badge tone={TONES[status]}>{t(status)}</Badge>;
}
