import type { Locale } from "@/lib/format/numbers";

export const LOCALE_COOKIE = "usdcop_locale";
export const LOCALES: readonly Locale[] = ["en", "es"];

/** The language chosen before, else the first of the browser's that is spoken here, else English. */
export function chosenLocale(cookie: string | undefined, accepted: string | null): Locale {
  const wanted = [cookie, ...(accepted ?? "").split(",").map((part) => part.trim().slice(0, 2))];
  return LOCALES.find((locale) => locale === wanted.find((want) => LOCALES.includes(want as Locale))) ?? "en";
}
