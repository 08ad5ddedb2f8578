import { expect, test } from "vitest";
import type { Candle, Slot } from "./slots";
import { type Drawable, type Point, Tailed } from "./tailed";

interface Figure extends Point {
  readonly value: number;
  readonly endsHere?: boolean;
}

/** A series that keeps what it is told as the library does, and refuses what it would refuse. */
class Kept implements Drawable<Figure> {
  points: Figure[] = [];
  isNamed = true;
  fills = 0;
  setData(points: Figure[]): void {
    this.fills += 1;
    this.points = [...points];
  }
  update(point: Figure, isPast = false): void {
    const place = this.points.findIndex(({ time }) => time === point.time);
    const newest = this.points.at(-1)?.time ?? -Infinity;
    if (place < 0 && point.time < newest) throw new Error(`${point.time} comes too late`);
    if (!isPast && point.time < newest) throw new Error(`${point.time} is of the past`);
    if (place < 0) this.points.push(point);
    else this.points[place] = point;
  }
  applyOptions({ lastValueVisible }: { lastValueVisible: boolean }): void {
    this.isNamed = lastValueVisible;
  }
}

/** Places from closes; null: no bar; NaN: a bar without the figure. */
const slotsFrom = (...closes: (number | null)[]): Slot[] =>
  closes.map((close, time) =>
    close === null
      ? { time, bar: null, reason: "missing" }
      : { time, bar: { time, close } as Candle, reason: null },
  );

function made(isLine = true) {
  const [past, tail] = [new Kept(), new Kept()];
  const tailed = new Tailed<Figure>(past, tail, {
    point: ({ time, bar }, next) => {
      if (bar === null || Number.isNaN(bar.close)) return null;
      return { time, value: bar.close, ...(next?.bar === null && { endsHere: true }) };
    },
    isLine,
    isNamed: true,
  });
  return { past, tail, tailed, values: () => tail.points.map(({ value }) => value) };
}

test("the past and the tail have every figure; a line's parts meet in one", () => {
  const line = made();
  line.tailed.fill(slotsFrom(1, 2, 3, 4), 2);
  expect(line.past.points.map(({ value }) => value)).toEqual([1, 2]);
  expect(line.values()).toEqual([2, 3, 4]);
  const columns = made(false);
  columns.tailed.fill(slotsFrom(1, 2, 3, 4), 2);
  expect(columns.values()).toEqual([3, 4]);
});

test("prices and new bars are drawn one by one, and the past is left alone", () => {
  const { past, tail, tailed, values } = made();
  tailed.fill(slotsFrom(1, 2, 3), 2);
  const whole = past.points;
  tailed.move(slotsFrom(1, 2, 7));
  tailed.move(slotsFrom(1, 2, 7, 8));
  tailed.move(slotsFrom(1, 2, 6, 8, Number.NaN));
  tailed.move(slotsFrom(1, 2, 6, 8, 9));
  expect(values()).toEqual([2, 6, 8, 9]);
  expect([past.fills, tail.fills, past.points]).toEqual([1, 1, whole]);
});

test("a bar that is found in a hole, lost again, or taken back, is drawn in its place", () => {
  const { past, tailed, values } = made(false);
  tailed.fill(slotsFrom(1, 2, null, 4), 1);
  tailed.move(slotsFrom(1, 2, 3, 4));
  expect(values()).toEqual([2, 3, 4]);
  tailed.move(slotsFrom(1, 2, null, 4));
  expect(values()).toEqual([2, 4]);
  tailed.move(slotsFrom(1, 2));
  expect(values()).toEqual([2]);
  expect(past.fills).toBe(1);
});

test("a line ends where bars are missing once figures follow them", () => {
  const { tail, tailed } = made();
  const ends = () => tail.points.filter(({ endsHere }) => endsHere === true).map(({ time }) => time);
  tailed.fill(slotsFrom(1, 2, 3), 1);
  tailed.move(slotsFrom(1, 2, 3, null, Number.NaN));
  expect(ends()).toEqual([]);
  tailed.move(slotsFrom(1, 2, 3, null, 5));
  expect(ends()).toEqual([2]);
});

test("whatever happens to the newest session, the tail is what drawing it anew would give", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const closes: (number | null)[] = [1, 2, 3, 4];
  const { tailed, tail } = made();
  tailed.fill(slotsFrom(...closes), 2);
  for (let turn = 0; turn < 400; turn += 1) {
    const kind = random(5);
    const place = 2 + random(Math.max(1, closes.length - 2));
    if (kind < 2) closes.push(random(90));
    else if (kind === 2 && closes.length > 40) closes.length = 20;
    else closes[place] = [random(90), null, Number.NaN][random(3)] ?? null;
    tailed.move(slotsFrom(...closes));
    const anew = made();
    anew.tailed.fill(slotsFrom(...closes), 2);
    expect(tail.points).toEqual(anew.tail.points);
  }
});

test("the axis names the newest figure in sight once: by the tail, or by the past where the tail is out of sight", () => {
  const { past, tailed } = made(false);
  tailed.fill(slotsFrom(1, 2, 3, null, 5), 3);
  tailed.name(9);
  expect(past.isNamed).toBe(false);
  tailed.name(3);
  expect(past.isNamed).toBe(true);
  tailed.name(4);
  expect(past.isNamed).toBe(false);
});
