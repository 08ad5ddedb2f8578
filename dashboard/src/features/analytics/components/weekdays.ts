"use client";

import { useLocale } from "next-intl";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 24 * 3600 * 1000;

/** The service's name of a weekday in the reader's language; a name that is none stays as it is. */
export function useWeekday(): (name: string, length?: "short" | "long") => string {
  const locale = useLocale();
  return (name, length = "short") => {
    const index = DAYS.indexOf(name);
    if (index === -1) return name;
    const format = new Intl.DateTimeFormat(locale, { weekday: length, timeZone: "UTC" });
    return format.format(MONDAY + index * DAY);
  };
}
