"use client";

import { useTranslations } from "next-intl";
import { Digest } from "@/components/ui/copy";

/** A hash or an identifier, short; the whole of it on hover and in the clipboard. */
export function Hash({ of, name, length }: { of: string; name: string; length?: number }) {
  const t = useTranslations("compliance");
  return (
    <Digest
      text={of}
      label={t("copy", { name })}
      done={t("copied", { name })}
      {...(length !== undefined && { length })}
    />
  );
}
