/** Where a bar and its mark stand on a track, from 0 at the left end to 100 at the right. */
export interface IntervalScale {
  readonly left: number;
  readonly width: number;
  readonly mark: number;
}

/** Room at both ends, as a share of what is drawn: the mark never lies on the edge. */
const ROOM = 0.08;
/** A bar narrower than this is not seen. */
const NARROWEST = 2;

/** A track that holds `low` to `high` and `mark`. */
export function intervalScale(low: number, high: number, mark: number): IntervalScale {
  const [first, last] = [Math.min(low, mark), Math.max(high, mark)];
  const span = last - first || 1;
  const at = (value: number) => 100 * ((value - first) / span) * (1 - 2 * ROOM) + 100 * ROOM;
  const width = Math.max(NARROWEST, at(high) - at(low));
  return { left: at(low), width, mark: at(mark) };
}

/** On which side of the mark the whole interval lies. */
export function sideOf(low: number, high: number, mark: number): "above" | "below" | "across" {
  if (low > mark) return "above";
  return high < mark ? "below" : "across";
}
