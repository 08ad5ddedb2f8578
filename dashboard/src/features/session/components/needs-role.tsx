"use client";

import { LockKeyhole } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { signInPath } from "../api/return-to";
import { type Role, useCan, useSession } from "../api/session";

interface Props {
  /** One of them is enough; an administrator has all. */
  roles: readonly Role[];
  children: ReactNode;
  /** In one line, where there is no room for more. */
  compact?: boolean;
}

/** Shows what is inside to those who may use it, and tells the others what to do. The services decide all the same. */
export function NeedsRole({ roles, children, compact = false }: Props) {
  const t = useTranslations("session");
  const { session, isPending } = useSession();
  const can = useCan(...roles);
  const here = useHere();
  if (can) return children;
  if (isPending) return <Skeleton className={compact ? "h-9" : "h-24"} />;
  const names = roles.map((role) => t(`role.${role}`)).join(", ");
  return (
    <div
      className={
        compact
          ? "flex flex-wrap items-center gap-2 text-xs text-muted"
          : "flex flex-1 flex-col items-center justify-center gap-2 px-4 py-8 text-center text-sm text-muted"
      }
    >
      <LockKeyhole aria-hidden className="size-4 shrink-0" />
      <p className="max-w-md">
        {session === null
          ? t("needsSignIn", { roles: names })
          : t("needsRole", { roles: names, name: session.name })}
      </p>
      {session === null && (
        <Button asChild size="sm">
          <Link href={signInPath(here)}>{t("signIn")}</Link>
        </Button>
      )}
    </div>
  );
}

function useHere(): string {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  return search === "" ? pathname : `${pathname}?${search}`;
}
