"use client";

import { useLocale } from "next-intl";
import { useMemo } from "react";
import type { Formats } from "@/components/charts/price/engine";
import { useFormat } from "@/lib/format/use-format";

const ZONE = { timeZone: "America/Bogota" } as const;

/** How the chart's axes write, in the language of the page; times in Bogotá. */
export function useFormats(): Formats {
  const format = useFormat();
  const locale = useLocale();
  return useMemo(() => {
    const tag = locale === "es" ? "es-CO" : "en-GB";
    const year = new Intl.DateTimeFormat(tag, { ...ZONE, year: "numeric" });
    const month = new Intl.DateTimeFormat(tag, { ...ZONE, month: "short" });
    const day = new Intl.DateTimeFormat(tag, { ...ZONE, day: "numeric", month: "short" });
    return {
      price: remembered((value: number) => format.price(value)),
      moment: (at) => format.moment(at),
      tick: (at, kind) =>
        kind === "time" ? format.time(at) : { year, month, day }[kind].format(new Date(at)),
    };
  }, [format, locale]);
}

/** Labels in memory: an axis has a dozen, and asks for them in each frame. */
const KEPT = 500;

/** `write`, which is asked the same again and again, answered from memory. */
function remembered(write: (value: number) => string): (value: number) => string {
  const known = new Map<number, string>();
  return (value) => {
    const text = known.get(value) ?? write(value);
    if (known.size >= KEPT) known.clear();
    known.set(value, text);
    return text;
  };
}
