"use client";

import { useTranslations } from "next-intl";
import { type Role, useCan, useSession } from "@/features/session/api/session";

/** Why the one signed in may not do what takes `role`; null where nothing speaks against it. The service decides in the end. */
export function useWhyNot(role: Role): string | null {
  const t = useTranslations("analytics.may");
  const { session, isPending } = useSession();
  const can = useCan(role);
  if (can || isPending) return null;
  return session === null ? t("signIn") : t("needs", { role: t(`role.${role}`) });
}
