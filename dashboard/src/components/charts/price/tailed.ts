import type { Slot } from "./slots";

/** A figure as the chart library draws it; its time is in seconds. */
export interface Point {
  readonly time: number;
}

/** What is asked of a series of the library. */
export interface Drawable<Of extends Point> {
  setData(points: Of[]): void;
  /** Draws a figure anew, or adds one at the end; `isPast` where it is not the newest. */
  update(point: Of, isPast?: boolean): void;
  applyOptions(options: { lastValueVisible: boolean }): void;
}

/** How one row of figures is drawn. */
export interface Drawing<Of extends Point> {
  /** The figure at a place; null: none is known, and none drawn. `next` is the place after it, if a figure follows. */
  readonly point: (slot: Slot, next: Slot | undefined) => Of | null;
  /** Whether neighbours are joined by a line: then both parts have the figure where they meet. */
  readonly isLine: boolean;
  /** Whether the axis names the newest figure in sight. */
  readonly isNamed: boolean;
}

/**
 * A row of figures in two parts: the long past, and a short tail that the market still moves.
 *
 * The library prepares a series anew as a whole at each change: so only the tail is changed, and ten thousand bars
 * of history cost a quote nothing. Together they are drawn as one series would be.
 */
export class Tailed<Of extends Point> {
  private points: (Of | null)[] = [];
  /** Place at which the tail begins. */
  private begin = 0;
  /** Places of the first and the newest figure of the tail. */
  private first = Infinity;
  private last = -Infinity;
  private isPastNamed: boolean | null = null;

  constructor(
    readonly past: Drawable<Of>,
    readonly tail: Drawable<Of>,
    private readonly drawing: Drawing<Of>,
  ) {}

  /** Draws all; the tail begins at the place `split`. */
  fill(slots: readonly Slot[], split: number): void {
    this.past.setData(this.figures(slots, 0, split, Infinity).filter((point) => point !== null));
    this.begin = this.drawing.isLine ? Math.max(0, split - 1) : split;
    this.fillTail(slots);
  }

  /** Draws the tail as far as it changed; nothing before it did. */
  move(slots: readonly Slot[]): void {
    const shrank = slots.length < this.begin + this.points.length;
    if (shrank || !this.changed(slots)) this.fillTail(slots);
  }

  /** Names the newest figure up to the place `rightmost`, the last in sight: by the part that has it. */
  name(rightmost: number): void {
    const isPastNamed = this.drawing.isNamed && rightmost < this.first;
    if (isPastNamed === this.isPastNamed) return;
    this.isPastNamed = isPastNamed;
    this.past.applyOptions({ lastValueVisible: isPastNamed });
  }

  /** False where a change is none that can be made point by point. */
  private changed(slots: readonly Slot[]): boolean {
    const newest = this.newestIn(slots);
    for (let place = this.begin; place < slots.length; place += 1) {
      const known = this.points[place - this.begin] ?? null;
      const point = this.at(slots, place, newest);
      if (same(known, point)) {
        if (place - this.begin >= this.points.length) this.points.push(point);
        continue;
      }
      // A figure that goes, or appears among others, moves those after it.
      if (point === null || (known === null && place < this.last)) return false;
      this.tail.update(point, place < this.last);
      this.points[place - this.begin] = point;
      this.last = Math.max(this.last, place);
      this.first = Math.min(this.first, place);
    }
    return true;
  }

  private fillTail(slots: readonly Slot[]): void {
    this.points = this.figures(slots, this.begin, slots.length, this.newestIn(slots));
    this.tail.setData(this.points.filter((point) => point !== null));
    const first = this.points.findIndex((point) => point !== null);
    this.first = first < 0 ? Infinity : this.begin + first;
    this.last = first < 0 ? -Infinity : this.newestIn(slots);
  }

  private newestIn(slots: readonly Slot[]): number {
    let place = slots.length - 1;
    while (place > this.begin && this.at(slots, place, place) === null) place -= 1;
    return place;
  }

  private figures(slots: readonly Slot[], from: number, to: number, newest: number): (Of | null)[] {
    const figures: (Of | null)[] = [];
    for (let place = from; place < to; place += 1) figures.push(this.at(slots, place, newest));
    return figures;
  }

  private at(slots: readonly Slot[], place: number, newest: number): Of | null {
    const slot = slots[place];
    return slot === undefined
      ? null
      : this.drawing.point(slot, place < newest ? slots[place + 1] : undefined);
  }
}

function same(one: Point | null, other: Point | null): boolean {
  if (one === null || other === null) return one === other;
  const [known, told] = [Object.entries(one), Object.entries(other)];
  return known.length === told.length && told.every(([key, value]) => one[key as keyof Point] === value);
}
