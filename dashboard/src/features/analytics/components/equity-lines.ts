import type { SeriesColour, SeriesLine } from "@/components/charts/series/lines";
import type { Equity } from "../api/performance";

/** What the lines of the model and of its costs are called; baselines have names of their own. */
export interface LineNames {
  readonly model: string;
  readonly costs: (multiple: number) => string;
  readonly baseline: (name: string) => string;
}

const BASELINES: readonly (readonly [RegExp, SeriesColour])[] = [
  [/^flat$/, "muted"],
  [/^long$/, "up"],
  [/^short$/, "down"],
  [/^fade/, "series-3"],
  [/^trend$/, "series-2"],
  [/^random$/, "series-5"],
  [/^matched/, "series-1"],
];

/** Hidden at first: they go so far away that the model beside them would be a straight line. */
const FAR = /^(long|short|trend|fade .*)$/;

/** Gain on the capital as a fraction, session by session, of the model, its costs and its baselines; below, the fall from the peak. */
export function equityLines(equity: Equity, names: LineNames): SeriesLine[] {
  const gains = (line: readonly number[]) => line.map((value) => value - 1);
  const below = (line: readonly number[] | undefined) =>
    line === undefined ? {} : { lower: line.map((value) => (value === 0 ? 0 : -value)) };
  const costs = equity.costs.flatMap((line) => {
    const multiple = Number(/x(\d+(?:\.\d+)?)$/.exec(line.name)?.[1] ?? Number.NaN);
    // At once the costs it is the model itself.
    return Number.isNaN(multiple) || multiple === 1 ? [] : [{ line, multiple }];
  });
  return [
    {
      id: "model",
      label: names.model,
      values: gains(equity.equity),
      ...below(equity.drawdown),
      colour: "accent",
      width: 3,
    },
    ...costs.map(({ line, multiple }): SeriesLine => ({
      id: line.name,
      label: names.costs(multiple),
      values: gains(line.equity),
      ...below(line.drawdown),
      colour: "accent",
      dash: multiple === 2 ? "dashed" : "dotted",
    })),
    ...equity.baselines.map((line): SeriesLine => ({
      id: line.name,
      label: names.baseline(line.name),
      values: gains(line.equity),
      ...below(line.drawdown),
      colour: BASELINES.find(([pattern]) => pattern.test(line.name))?.[1] ?? "series-4",
      width: 1,
    })),
  ];
}

/** Ids of the lines that are hidden until somebody wants them. */
export function farLines(equity: Equity): string[] {
  return equity.baselines.map(({ name }) => name).filter((name) => FAR.test(name));
}
