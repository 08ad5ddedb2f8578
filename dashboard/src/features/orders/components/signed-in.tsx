"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { signInPath } from "@/features/session/api/return-to";
import { useSession } from "@/features/session/api/session";

/** What only those who are signed in may see; others are shown the way there. */
export function SignedIn({ children, skeleton }: { children: ReactNode; skeleton?: ReactNode }) {
  const t = useTranslations("orders.access");
  const { session, isPending } = useSession();
  if (isPending) return skeleton ?? <SkeletonRows rows={3} />;
  if (session !== null) return children;
  return (
    <EmptyState title={t("signedOut")} action={<SignInLink />}>
      {t("why")}
    </EmptyState>
  );
}

export function SignInLink() {
  const t = useTranslations("orders.access");
  // No router stands around a single component.
  const path = (usePathname() as string | null) ?? "/";
  return (
    <Button asChild size="sm" variant="primary">
      <Link href={signInPath(path)}>{t("signIn")}</Link>
    </Button>
  );
}
