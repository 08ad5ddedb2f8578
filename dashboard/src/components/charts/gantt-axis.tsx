"use client";

import { useFormat } from "@/lib/format/use-format";
import { sessionOf } from "@/lib/format/times";
import { type Span, ticksOf } from "./gantt-scale";

/** Bogotá has one time all year. */
const BOGOTA_MS = -5 * 3_600_000;
const TICK_PX = 84;

/** Lines and labels of time under a chart, as the clock in Bogotá shows it. */
export function GanttAxis({ span, width, height }: { span: Span; width: number; height: number }) {
  const format = useFormat();
  const scale = width / (span.to - span.from);
  return ticksOf(span, Math.max(2, Math.floor(width / TICK_PX)), BOGOTA_MS).map(({ at, isDay }) => (
    <g key={at} transform={`translate(${((at - span.from) * scale).toFixed(1)} 0)`}>
      <line y1={0} y2={height} className={isDay ? "stroke-faint/60" : "stroke-line/60"} />
      <text y={height + 16} textAnchor="middle" className="fill-muted text-2xs tabular-nums">
        {isDay ? format.day(sessionOf(at)) : format.time(at)}
      </text>
    </g>
  ));
}
