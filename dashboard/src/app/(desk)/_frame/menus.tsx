"use client";

import { LanguageChoice, LanguageMenu, ThemeChoice, ThemeMenu } from "@/components/shell/choices";
import { UserMenu } from "@/features/session/components/user-menu";

export function ThemeAndLanguage() {
  return (
    <>
      <ThemeMenu />
      <LanguageMenu />
    </>
  );
}

/** Who is signed in; on a phone the choices of theme and language are here too. */
export function Person() {
  return (
    <UserMenu>
      <div className="md:hidden">
        <ThemeChoice />
        <LanguageChoice />
      </div>
    </UserMenu>
  );
}
