/** A stretch of time in milliseconds since 1970, the end excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WIDEST_STEP = 28 * DAY;
const STEPS = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
];

export interface Tick {
  readonly at: number;
  /** It is a midnight, so it is labelled by its day. */
  readonly isDay: boolean;
}

/**
 * Round instants within `span`, at most `most` of them.
 *
 * @param offset milliseconds the clock on the wall is ahead of UTC (Bogotá: −5 h, all year).
 */
export function ticksOf({ from, to }: Span, most: number, offset: number): Tick[] {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? WIDEST_STEP;
  const ticks: Tick[] = [];
  for (let local = Math.ceil((from + offset) / step) * step; local < to + offset; local += step) {
    ticks.push({ at: local - offset, isDay: local % DAY === 0 });
  }
  return ticks;
}

export const NARROWEST = 5 * MINUTE;
export const WIDEST = 60 * DAY;

/** `span` grown by `factor` about the instant `centre`, which stays where it is on the screen. */
export function zoomed({ from, to }: Span, factor: number, centre: number): Span {
  const wide = Math.min(Math.max((to - from) * factor, NARROWEST), WIDEST);
  const share = (centre - from) / (to - from);
  return { from: centre - share * wide, to: centre + (1 - share) * wide };
}

/** `span` moved by a share of its width. */
export function shifted({ from, to }: Span, share: number): Span {
  const by = (to - from) * share;
  return { from: from + by, to: to + by };
}

/** Something that took time, or still does. */
export interface Piece {
  readonly id: string;
  readonly lane: string;
  readonly start: number;
  readonly end: number;
  readonly tone: "good" | "bad" | "warn" | "busy";
}

/** Pieces that would lie on one another, drawn as one. */
export interface Block<P extends Piece> {
  /** The latest of them. */
  readonly piece: P;
  readonly count: number;
  readonly left: number;
  readonly width: number;
}

const LEAST_WIDTH = 3;
const LEAST_SPACE = 1;

/**
 * What of `pieces` is drawn in `span` on `width` pixels. Neighbours of a lane and tone that leave no space between them
 * become one block; what went wrong or still goes on always stays alone, so that it cannot be lost in a crowd.
 */
export function blocksOf<P extends Piece>(pieces: readonly P[], span: Span, width: number): Block<P>[] {
  const scale = width / (span.to - span.from);
  const seen = pieces.filter(({ start, end }) => end >= span.from && start < span.to);
  const last = new Map<string, number>();
  const blocks: Block<P>[] = [];
  for (const piece of [...seen].sort((a, b) => a.start - b.start)) {
    const left = (piece.start - span.from) * scale;
    const wide = Math.max((piece.end - piece.start) * scale, LEAST_WIDTH);
    const index = last.get(piece.lane);
    const before = index === undefined ? undefined : blocks[index];
    const joins =
      before?.piece.tone === "good" &&
      piece.tone === "good" &&
      left - (before.left + before.width) < LEAST_SPACE;
    if (joins && index !== undefined) {
      const to = Math.max(before.left + before.width, left + wide);
      blocks[index] = { piece, count: before.count + 1, left: before.left, width: to - before.left };
    } else {
      last.set(piece.lane, blocks.push({ piece, count: 1, left, width: wide }) - 1);
    }
  }
  return blocks;
}
