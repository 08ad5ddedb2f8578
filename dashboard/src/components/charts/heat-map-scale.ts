/** The most of a colour that a cell takes, in percent: text on it keeps its contrast. */
const DEEPEST = 46;

export interface Shade {
  readonly toward: "up" | "down" | "accent" | null;
  /** Percent of that colour mixed into the surface. */
  readonly strength: number;
}

/** The largest absolute value, which the ends of a scale stand for; 0 where nothing is known. */
export function reach(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
}

/** Gains toward the one colour, losses toward the other, by their part of `most`; zero has none. */
export function diverging(value: number, most: number): Shade {
  const strength = part(Math.abs(value), most);
  return { toward: strength === 0 ? null : value > 0 ? "up" : "down", strength };
}

/** From nothing to `most` in one colour. */
export function sequential(value: number, most: number): Shade {
  const strength = part(value, most);
  return { toward: strength === 0 ? null : "accent", strength };
}

/** The shade as CSS, of tokens, so that it follows the theme. */
export function background({ toward, strength }: Shade): string | undefined {
  if (toward === null) return undefined;
  return `color-mix(in oklab, var(--${toward}) ${strength}%, var(--surface))`;
}

function part(value: number, most: number): number {
  if (most <= 0 || value <= 0) return 0;
  // Small values stay visible: what is known and not zero is never as blank as nothing.
  return Math.round(Math.min(1, value / most) * (DEEPEST - 6) + 6);
}
