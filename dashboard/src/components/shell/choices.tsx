"use client";

import { Languages, Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuChoice } from "@/components/ui/menu";
import { LOCALES } from "@/lib/i18n/locales";
import { useLanguage } from "@/lib/i18n/use-language";
import type { Theme } from "@/lib/preferences/cookies";
import { setTheme, useTheme } from "@/lib/preferences/theme";

export const THEMES = [
  { value: "system", Icon: Monitor },
  { value: "light", Icon: Sun },
  { value: "dark", Icon: Moon },
] as const;

/** Light, dark, or as the machine has it; inside a menu. */
export function ThemeChoice() {
  const t = useTranslations("common.theme");
  const theme = useTheme();
  const options = THEMES.map(({ value, Icon }) => ({ value, label: t(value), icon: <Icon aria-hidden /> }));
  return <MenuChoice<Theme> label={t("label")} value={theme} onChange={setTheme} options={options} />;
}

/** The languages spoken here, each named in itself; inside a menu. */
export function LanguageChoice() {
  const t = useTranslations("common.language");
  const [language, change] = useLanguage();
  const options = LOCALES.map((value) => ({ value, label: t(value) }));
  return <MenuChoice label={t("label")} value={language} onChange={change} options={options} />;
}

export function ThemeMenu() {
  const t = useTranslations("common.theme");
  const theme = useTheme();
  const Icon = THEMES.find(({ value }) => value === theme)?.Icon ?? Monitor;
  return (
    <Menu
      label={t("label")}
      trigger={
        <Button variant="ghost" size="icon" aria-label={`${t("label")}: ${t(theme)}`}>
          <Icon aria-hidden />
        </Button>
      }
    >
      <ThemeChoice />
    </Menu>
  );
}

export function LanguageMenu() {
  const t = useTranslations("common.language");
  const [language] = useLanguage();
  return (
    <Menu
      label={t("label")}
      trigger={
        <Button
          variant="ghost"
          size="icon"
          aria-label={`${t("label")}: ${t(language)}, ${language}`}
          className="w-auto px-2"
        >
          <Languages aria-hidden />
          <span className="text-2xs font-semibold uppercase">{language}</span>
        </Button>
      }
    >
      <LanguageChoice />
    </Menu>
  );
}
