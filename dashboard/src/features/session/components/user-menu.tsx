"use client";

import { KeyRound, LogIn, LogOut, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { type ReactNode, useState } from "react";
import { toast } from "@/components/ui/toast";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useProblemWords } from "@/components/ui/problem-words";
import { useSession, useSignOut } from "../api/session";
import { signInPath } from "../api/return-to";

const PasswordDialog = dynamic(() => import("./password-dialog").then((file) => file.PasswordDialog));

/** Who is signed in and with which roles, and what one may do about it. `children`: further entries of the menu. */
export function UserMenu({ children }: { children?: ReactNode }) {
  const t = useTranslations("session");
  const { session, isPending } = useSession();
  const [changing, setChanging] = useState(false);
  const name = session?.name ?? (isPending ? t("asking") : t("nobody"));
  return (
    <>
      <Menu
        label={t("menu")}
        trigger={
          <Button variant="ghost" className="max-w-40 px-2" aria-label={`${t("menu")}: ${name}`}>
            <UserRound aria-hidden />
            <span className="hidden truncate lg:inline">{name}</span>
          </Button>
        }
      >
        <div className="flex flex-col gap-2 px-2.5 py-2">
          <span className="text-sm font-medium">{name}</span>
          <span className="flex max-w-56 flex-wrap gap-1">
            {session?.roles.map((role) => (
              <Badge key={role}>{t(`role.${role}`)}</Badge>
            ))}
            {session === null && !isPending && <span className="text-xs text-muted">{t("nobodyHelp")}</span>}
          </span>
        </div>
        <MenuSeparator />
        {session === null ? <SignInItem /> : <Signed onChange={() => setChanging(true)} />}
        {children !== undefined && <MenuSeparator />}
        {children}
      </Menu>
      {changing && <PasswordDialog onClose={() => setChanging(false)} />}
    </>
  );
}

function SignInItem() {
  const t = useTranslations("session");
  const [pathname, search] = [usePathname(), useSearchParams().toString()];
  return (
    <MenuItem asChild>
      <Link href={signInPath(search === "" ? pathname : `${pathname}?${search}`)}>
        <LogIn aria-hidden /> {t("signIn")}
      </Link>
    </MenuItem>
  );
}

function Signed({ onChange }: { onChange: () => void }) {
  const t = useTranslations("session");
  const leave = useLeaving();
  return (
    <>
      <MenuItem onSelect={onChange}>
        <KeyRound aria-hidden /> {t("password.change")}
      </MenuItem>
      <MenuItem onSelect={leave}>
        <LogOut aria-hidden /> {t("signOut")}
      </MenuItem>
    </>
  );
}

/** Signs out, and says so; where the service could not be told, that too. */
export function useLeaving(): () => void {
  const t = useTranslations("session");
  const inWords = useProblemWords();
  const { mutate } = useSignOut({
    onDone: ({ revoked }) => {
      if (revoked) toast.success(t("signedOut"));
      else toast.warning(t("signedOutHere"));
    },
    onFailed: (error) => toast.error(inWords(error) ?? error.message),
  });
  return () => mutate();
}
