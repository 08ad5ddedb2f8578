"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { Run } from "../../api/types";

const TONES: Record<Run["status"], Tone> = {
  running: "info",
  completed: "good",
  failed: "bad",
  interrupted: "warn",
};

/** How a run is, or how it ended. */
export function RunBadge({ status }: Pick<Run, "status">) {
  const t = useTranslations("pipeline.runs.status");
  return <Badge tone={TONES[status]}>{t(status)}</Badge>;
}
