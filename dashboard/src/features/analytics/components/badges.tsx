"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Hint } from "@/components/ui/hint";
import type { ModelRow } from "../api/models";

const KINDS: Readonly<Record<string, Tone>> = { replay: "info", synthetic: "warn" };

/** Says that figures are not of a real market; says nothing where they are. */
export function KindBadge({ kind }: { kind: string }) {
  const t = useTranslations("analytics.kind");
  const tone = KINDS[kind];
  if (tone === undefined) return null;
  const name = kind === "synthetic" ? "synthetic" : "replay";
  return (
    <Hint text={t(`${name}Hint`)}>
      <Badge tone={tone} tabIndex={0} className="cursor-help">
        {t(name)}
      </Badge>
    </Hint>
  );
}

const ROLE_TONES = { champion: "good", challenger: "info", shadow: "neutral" } as const;

/** Whether gates refuse a model, or nobody has judged it. */
export function isUnproven(model: Pick<ModelRow, "failed_gates">): boolean {
  return model.failed_gates === null || model.failed_gates.length > 0;
}

/** CHAMPION, CHALLENGER, SHADOW, and UNPROVEN where the gates have not all agreed. */
export function ModelBadges({ model }: { model: Pick<ModelRow, "roles" | "failed_gates"> }) {
  const t = useTranslations("analytics.badge");
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      {model.roles.map((role) => (
        <Badge key={role} tone={ROLE_TONES[role]}>
          {t(role)}
        </Badge>
      ))}
      {isUnproven(model) && (
        <Hint text={t(model.failed_gates === null ? "notJudgedHint" : "unprovenHint")}>
          <Badge tone="warn" tabIndex={0} className="cursor-help">
            {t("unproven")}
          </Badge>
        </Hint>
      )}
    </span>
  );
}
