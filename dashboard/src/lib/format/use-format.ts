"use client";

import { useLocale } from "next-intl";
import { type Locale, numberFormat, type NumberFormat } from "./numbers";
import { timeFormat, type TimeFormat } from "./times";

type Format = NumberFormat & TimeFormat;

/** One per language for the whole page: making formats is dear, and a hundred components use them. */
const made = new Map<Locale, Format>();

/** Numbers and times in the language of the page. */
export function useFormat(): Format {
  const locale = useLocale() as Locale;
  const known = made.get(locale);
  if (known !== undefined) return known;
  const format = { ...numberFormat(locale), ...timeFormat(locale) };
  made.set(locale, format);
  return format;
}
