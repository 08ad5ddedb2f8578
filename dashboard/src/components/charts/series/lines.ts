/** Names of the colour tokens a line can have (`--series-1` … are for lines that mean neither good nor bad). */
export type SeriesColour =
  | "accent"
  | "up"
  | "down"
  | "warn"
  | "text"
  | "muted"
  | "faint"
  | "series-1"
  | "series-2"
  | "series-3"
  | "series-4"
  | "series-5";

/** One series over session days. */
export interface SeriesLine {
  readonly id: string;
  readonly label: string;
  /** One value a day, in the order of the days; null leaves a hole. */
  readonly values: readonly (number | null)[];
  readonly colour: SeriesColour;
  /** `bars` are green above zero and red below it, whatever the colour. */
  readonly kind?: "line" | "area" | "bars";
  readonly dash?: "solid" | "dashed" | "dotted";
  /** In pixels. */
  readonly width?: 1 | 2 | 3;
  /** What this line begins with, where it is not what all lines do: a level stands level from the start. */
  readonly begins?: number;
  /** Values of the same line for a second pane below, such as its drawdown as zero or less; switched together. */
  readonly lower?: readonly (number | null)[];
  /** How values of this line are written, where it differs from the chart's. */
  readonly format?: (value: number | null) => string;
}

/** What stands before the first day, such as the capital that all lines begin with. */
export interface SeriesStart {
  readonly value: number;
  readonly label: string;
}

/** A place on the axis: a session day, or the start before the first of them. */
export interface Place {
  /** `2025-06-13`; of the start it is the day before the first session. */
  readonly day: string;
  readonly isStart: boolean;
}

export interface Point {
  readonly time: string;
  readonly value?: number;
}

const DAY_MS = 86_400_000;

/** The places of the axis in order of time. */
export function placesOf(days: readonly string[], start?: SeriesStart): Place[] {
  const places = days.map((day) => ({ day, isStart: false }));
  const [first] = days;
  if (start === undefined || first === undefined) return places;
  const before = new Date(Date.parse(`${first}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
  return [{ day: before, isStart: true }, ...places];
}

/** The values of a line place by place; bars have no start. */
export function valuesAt(line: SeriesLine, start?: SeriesStart): (number | null)[] {
  if (start === undefined) return [...line.values];
  return [line.kind === "bars" ? null : (line.begins ?? start.value), ...line.values];
}

/** The values of a line in the lower pane, which start at zero; null where it has none. */
export function lowerAt({ lower }: SeriesLine, start?: SeriesStart): (number | null)[] | null {
  if (lower === undefined) return null;
  return start === undefined ? [...lower] : [0, ...lower];
}

/** Points as the chart takes them: a place without a value is there, but empty. */
export function pointsOf(places: readonly Place[], values: readonly (number | null)[]): Point[] {
  return places.map(({ day }, index) => {
    const value = values[index];
    return value === null || value === undefined || !Number.isFinite(value)
      ? { time: day }
      : { time: day, value };
  });
}

const PAGE = 20;

/** Where a key leads from place `at` of `count`; null where the key means nothing here. */
export function placeAfter(key: string, at: number, count: number): number | null {
  const to = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    PageUp: at - PAGE,
    PageDown: at + PAGE,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}
