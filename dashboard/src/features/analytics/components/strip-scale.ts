export interface StripScale {
  /** Where a value stands, from 0 at the left end to 1 at the right. */
  part(value: number): number;
  readonly ticks: readonly number[];
  /** Decimals the ticks need. */
  readonly digits: number;
}

const STEPS = [0.25, 0.5, 1, 2, 5, 10, 25, 50, 100];
const MOST_TICKS = 7;

/** An axis of round numbers that holds all `values` and zero. */
export function stripScale(values: readonly number[]): StripScale {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const step = STEPS.find((one) => (high - low) / one < MOST_TICKS - 1) ?? (high - low) / MOST_TICKS;
  const first = Math.floor(low / step) * step;
  const last = Math.max(Math.ceil(high / step) * step, first + step);
  const count = Math.round((last - first) / step) + 1;
  return {
    part: (value) => (value - first) / (last - first),
    ticks: Array.from({ length: count }, (_, index) => first + index * step),
    digits: step < 0.5 ? 2 : step < 1 ? 1 : 0,
  };
}
