import { type Shade, diverging, reach, sequential } from "@/components/charts/heat-map-scale";
import type { HeatCell } from "../api/research";

export type Measure = "return" | "exposure";

/** Fewer trades than this make a mean return of a cell meaningless. */
export const ENOUGH_TRADES = 5;
/** Fewer sessions than this make a mean exposure of a cell meaningless. */
export const ENOUGH_SESSIONS = 10;

/** The cells as a table: times of day down, weekdays across. */
export interface HeatTable {
  readonly weekdays: readonly string[];
  readonly starts: readonly string[];
  at(weekday: number, start: number): HeatCell | null;
}

/** The cells in the order the service gives them; a cell that is not there is null. */
export function heatTable(cells: readonly HeatCell[]): HeatTable {
  const weekdays = [...new Set(cells.map(({ weekday }) => weekday))];
  const starts = [...new Set(cells.map((cell) => cell.starts))].sort();
  const byPlace = new Map(cells.map((cell) => [`${cell.weekday} ${cell.starts}`, cell]));
  return {
    weekdays,
    starts,
    at: (weekday, start) => byPlace.get(`${weekdays[weekday] ?? ""} ${starts[start] ?? ""}`) ?? null,
  };
}

/** The measured value: mean net bps of a trade, or mean absolute position in units; null where nothing was measured. */
export function valueOf(cell: HeatCell, measure: Measure): number | null {
  return measure === "return" ? cell.bps : cell.exposure;
}

/** Whether the cell rests on enough to be compared with others. */
export function isEnough(cell: HeatCell, measure: Measure): boolean {
  if (valueOf(cell, measure) === null) return false;
  return measure === "return"
    ? cell.trades >= ENOUGH_TRADES
    : cell.sessions === undefined || cell.sessions >= ENOUGH_SESSIONS;
}

/** What the ends of the colour scale stand for: the largest value that rests on enough; 0 where none does. */
export function scaleEnd(cells: readonly HeatCell[], measure: Measure): number {
  return reach(cells.map((cell) => (isEnough(cell, measure) ? valueOf(cell, measure) : null)));
}

/** The colour of a cell; null where it rests on too little to have one. */
export function shadeOf(cell: HeatCell, measure: Measure, end: number): Shade | null {
  const value = valueOf(cell, measure);
  if (value === null || !isEnough(cell, measure)) return null;
  return measure === "return" ? diverging(value, end) : sequential(value, end);
}
