"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";

const SHORTEST = 3;
const LONGEST = 500;

/** Whether the service takes it: the trail wants to know why. */
export function isReason(text: string): boolean {
  const { length } = text.trim();
  return length >= SHORTEST && length <= LONGEST;
}

/** Why somebody does it, for the audit trail. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations("analytics.reason");
  return (
    <Field
      label={t("label")}
      hint={t("hint")}
      value={value}
      maxLength={LONGEST}
      required
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
