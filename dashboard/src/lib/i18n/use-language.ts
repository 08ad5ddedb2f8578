"use client";

import { useLocale } from "next-intl";
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import type { Locale } from "@/lib/format/numbers";
import { keepChoice } from "@/lib/preferences/cookies";
import { LOCALE_COOKIE } from "./locales";

/** The language of the page, and how to change it: the page is drawn anew, and what was typed stays. */
export function useLanguage(): [Locale, (locale: Locale) => void] {
  const router = useRouter();
  const change = useCallback(
    (locale: Locale) => {
      keepChoice(LOCALE_COOKIE, locale);
      document.documentElement.lang = locale;
      router.refresh();
    },
    [router],
  );
  return [useLocale() as Locale, change];
}
