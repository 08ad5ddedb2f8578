"use client";

import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import { Badge } from "./badge";
import { Hint } from "./hint";

/** What changed bars after something was made of them, as every service tells it. */
export interface BarsChanged {
  readonly deed: "imported" | "undone" | "doubted" | "corrected";
  readonly import_id: string | null;
  /** File of the import, or why it is doubted; empty where it was not kept. */
  readonly why: string;
  readonly by: string;
  readonly at: string;
  /** How many changes there were since, this one included. */
  readonly changes: number;
}

interface Props {
  of: BarsChanged | null;
  /** What was made of them, where the place does not say it, such as `Trained on`. */
  what?: string;
  /** Only the sign, for rows of a table. */
  isSmall?: boolean;
}

/** Marks what was made on bars that were changed since, and says by what; nothing where they are the same. */
export function Changed({ of, what, isSmall = false }: Props) {
  const t = useTranslations("common.changed");
  if (of === null) return null;
  const name = t(of.deed === "doubted" ? "clock" : "bars");
  return (
    <Hint text={<Told of={of} />} onPress>
      <Badge tone="warn" tabIndex={0} className={isSmall ? "cursor-help px-1" : "cursor-help"}>
        <History aria-hidden className="size-3" />
        <span className={isSmall ? "sr-only" : undefined}>
          {what === undefined ? name : `${what}: ${name.toLowerCase()}`}
        </span>
      </Badge>
    </Hint>
  );
}

function Told({ of }: { of: BarsChanged }) {
  const t = useTranslations("common.changed");
  const format = useFormat();
  const { deed, import_id: id, why, by, changes } = of;
  return (
    <>
      <p>{t(deed, { id: id ?? "", day: format.date(of.at) })}</p>
      <p className="mt-1 break-words text-muted">{why === "" ? t("by", { by }) : t("why", { why, by })}</p>
      {changes > 1 && <p className="text-muted">{t("more", { count: changes - 1 })}</p>}
    </>
  );
}
