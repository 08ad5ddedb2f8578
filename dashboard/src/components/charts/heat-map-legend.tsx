import { background, diverging, sequential } from "./heat-map-scale";
import { HATCH } from "./heat-map";

const STEPS = [0, 0.25, 0.5, 0.75, 1] as const;

interface Props {
  kind: "diverging" | "sequential";
  /** What the ends of the scale stand for, as text with unit; null where no cell has a colour. */
  ends: readonly [string, string] | null;
  /** What the hatched cells are. */
  hatched: string;
  /** What the empty cells are. */
  blank: string;
  /** Written in place of the scale where there is none. */
  none: string;
}

/** What the colours and the hatching of a heat map mean. */
export function HeatMapLegend({ kind, ends, hatched, blank, none }: Props) {
  const shades =
    kind === "diverging"
      ? [
          ...STEPS.slice(1)
            .map((step) => diverging(-step, 1))
            .reverse(),
          ...STEPS.map((step) => diverging(step, 1)),
        ]
      : STEPS.map((step) => sequential(step, 1));
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-2xs text-muted">
      {ends === null ? (
        <span>{none}</span>
      ) : (
        <span className="flex items-center gap-2 tabular-nums">
          {ends[0]}
          <span aria-hidden className="flex overflow-hidden rounded-xs border border-line">
            {shades.map((shade, index) => (
              <span key={index} className="h-3 w-4 bg-raised" style={{ background: background(shade) }} />
            ))}
          </span>
          {ends[1]}
        </span>
      )}
      <span className="flex items-center gap-2">
        <span aria-hidden className={`h-3 w-5 rounded-xs border border-line ${HATCH}`} />
        {hatched}
      </span>
      <span className="flex items-center gap-2">
        <span
          aria-hidden
          className="flex h-3 w-5 items-center justify-center rounded-xs border border-line/70"
        >
          —
        </span>
        {blank}
      </span>
    </div>
  );
}
