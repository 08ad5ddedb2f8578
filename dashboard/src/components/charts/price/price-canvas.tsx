"use client";

import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { type Formats, type Hover, PriceEngine } from "./engine";
import type { Timeframe } from "./grid";
import { stepOf } from "./keyboard";
import type { Marker } from "./markers";
import { paintedAfter } from "./painting";
import type { Overlay } from "./series";
import type { Slot } from "./slots";

/** What buttons outside of the canvas may ask of it. */
export interface ChartControls {
  zoom(factor: number): void;
  showNewest(): void;
}

interface Props {
  /** Name of the chart, for those who hear it. */
  label: string;
  /** Id of the text that says how it is used by keyboard. */
  describedBy: string;
  /** Width of a bar; it does not change as long as the canvas is there. */
  timeframe: Timeframe;
  /** Places of the axis, oldest first, the forming bar last. */
  slots: readonly Slot[];
  /** When the message behind the newest change was heard, by `performance.now()`; null: not by a message. */
  heard: number | null;
  overlays: readonly Overlay[];
  markers: readonly Marker[];
  formats: Formats;
  onHover: (hover: Hover | null) => void;
  onNearStart: () => void;
  controls?: Ref<ChartControls>;
  className?: string;
}

/**
 * Candles, their indicators and what happened at them, on a canvas.
 *
 * It takes the focus: arrows pan (with Shift by a whole view), + and − zoom, Home and End go to the ends.
 */
export function PriceCanvas(props: Props) {
  const { label, describedBy, slots, heard, overlays, markers, formats, controls, className } = props;
  const container = useRef<HTMLDivElement>(null);
  const engine = useRef<PriceEngine | null>(null);
  const listeners = useRef(props);
  const told = useRef({ formats, timeframe: props.timeframe });
  useEffect(() => {
    listeners.current = props;
  });

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const made = new PriceEngine(element, told.current.timeframe, told.current.formats, {
      hovered: (hover) => listeners.current.onHover(hover),
      nearStart: () => listeners.current.onNearStart(),
    });
    engine.current = made;
    const pressed = (event: KeyboardEvent) => {
      if (stepOf(event, made)) event.preventDefault();
    };
    element.addEventListener("keydown", pressed);
    return () => {
      element.removeEventListener("keydown", pressed);
      made.dispose();
      engine.current = null;
    };
  }, []);

  useEffect(() => engine.current?.configure(overlays), [overlays]);
  useEffect(() => {
    engine.current?.show(slots);
    if (heard !== null) paintedAfter(heard);
  }, [slots, heard]);
  useEffect(() => engine.current?.mark(markers), [markers]);
  useEffect(() => engine.current?.speak(formats), [formats]);
  useImperativeHandle(controls, () => ({
    zoom: (factor) => engine.current?.zoom(factor),
    showNewest: () => engine.current?.showNewest(),
  }));

  return (
    <div
      ref={container}
      role="region"
      aria-label={label}
      aria-describedby={describedBy}
      tabIndex={0}
      className={cn("min-h-0 min-w-0 flex-1", className)}
    />
  );
}
