"use client";

import { useLocale } from "next-intl";
import { useMemo } from "react";
import { type Locale, numberFormat, type NumberFormat } from "./numbers";
import { timeFormat, type TimeFormat } from "./times";

/** Numbers and times in the language of the page. */
export function useFormat(): NumberFormat & TimeFormat {
  const locale = useLocale() as Locale;
  return useMemo(() => ({ ...numberFormat(locale), ...timeFormat(locale) }), [locale]);
}
