"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Changed } from "@/components/ui/changed";
import { Hint } from "@/components/ui/hint";
import type { ModelRow } from "../api/models";
import { useStaleWords } from "./stale-words";

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

type Judged = Pick<ModelRow, "roles" | "failed_gates" | "stale" | "bars_changed" | "judged_on_changed">;

/** Whether gates refuse a model, or nobody has judged it. */
export function isUnproven(model: Pick<ModelRow, "failed_gates">): boolean {
  return model.failed_gates === null || model.failed_gates.length > 0;
}

/** CHAMPION, CHALLENGER, SHADOW; UNPROVEN where the gates have not all agreed, else STALE where they agreed on other terms. Marked where its bars were changed. */
export function ModelBadges({ model }: { model: Judged }) {
  const t = useTranslations("analytics.badge");
  const changed = useTranslations("analytics.changed");
  const stale = useStaleWords();
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      {model.roles.map((role) => (
        <Badge key={role} tone={ROLE_TONES[role]}>
          {t(role)}
        </Badge>
      ))}
      {isUnproven(model) ? (
        <Hint text={t(model.failed_gates === null ? "notJudgedHint" : "unprovenHint")}>
          <Badge tone="warn" tabIndex={0} className="cursor-help">
            {t("unproven")}
          </Badge>
        </Hint>
      ) : (
        model.stale.length > 0 && (
          <Hint text={t("staleHint", { what: stale(model.stale) })}>
            <Badge tone="warn" tabIndex={0} className="cursor-help">
              {t("stale")}
            </Badge>
          </Hint>
        )
      )}
      <Changed of={model.bars_changed} what={changed("trained")} />
      <Changed of={model.judged_on_changed} what={changed("judged")} />
    </span>
  );
}
