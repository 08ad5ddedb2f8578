"use client";

import { useLocale } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useFormat } from "@/lib/format/use-format";
import type { SeriesDrawing } from "./drawing";
import type { Place, SeriesLine, SeriesStart } from "./lines";

interface Props {
  places: readonly Place[];
  lines: readonly SeriesLine[];
  start: SeriesStart | undefined;
  /** Where the crosshair stands; null where there is none. */
  at: number | null;
  scale: "linear" | "logarithmic";
  format: (value: number | null) => string;
  onHover: (place: number | null) => void;
  onChoose: (place: number) => void;
  onFailure: () => void;
}

/** The canvas, whose library is loaded when a chart is first seen. */
export function Canvas({ places, lines, start, at, scale, format, onHover, onChoose, onFailure }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<SeriesDrawing | null>(null);
  const locale = useLocale();
  const words = useFormat();
  const hovered = useEffectEvent(onHover);
  const chosen = useEffectEvent(onChoose);
  const failed = useEffectEvent(onFailure);
  const written = useEffectEvent((value: number) => format(value));

  useEffect(() => {
    let drawn: SeriesDrawing | null = null;
    let gone = false;
    import("./drawing")
      .then(({ SeriesDrawing: Drawing }) => {
        if (gone || element.current === null) return;
        drawn = new Drawing(element.current, {
          locale,
          scale,
          day: (day) => `${words.day(day)} ${day.slice(0, 4)}`,
          value: (value) => written(value),
          hovered: (place) => hovered(place),
          chosen: (place) => chosen(place),
        });
        setDrawing(drawn);
      })
      .catch(() => {
        if (!gone) failed();
      });
    return () => {
      gone = true;
      drawn?.remove();
      setDrawing(null);
    };
  }, [locale, scale, words]);

  useEffect(() => drawing?.show(places, lines, start), [drawing, places, lines, start]);
  useEffect(() => drawing?.point(at), [drawing, at]);
  useEffect(() => (drawing === null ? undefined : whenThemeChanges(() => drawing.paint())), [drawing]);
  return <div ref={element} aria-hidden className="absolute inset-0" />;
}

function whenThemeChanges(act: () => void): () => void {
  const observer = new MutationObserver(act);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", act);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", act);
  };
}
