"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { SeriesLine } from "./lines";

interface Entry {
  readonly line: SeriesLine;
  readonly shown: boolean;
  /** The line's value where the crosshair is, or its last. */
  readonly value: string;
  /** The same for the lower pane; null where the line is not there. */
  readonly lower: string | null;
}

interface Props {
  chart: string;
  /** What the values are of: a session day, or the start. */
  place: string;
  entries: readonly Entry[];
  onToggle: (id: string) => void;
  onAll: (shown: boolean) => void;
}

/** The lines with their values; each is a switch. Values stand there for hidden lines too, so that none is forgotten. */
export function Legend({ chart, place, entries, onToggle, onAll }: Props) {
  const t = useTranslations("common.series");
  return (
    <div className="mb-2">
      <div className="flex items-baseline justify-between gap-2 text-xs text-muted">
        <span className="tabular-nums">{place}</span>
        {entries.length > 2 && (
          <span className="flex gap-3">
            <button type="button" className="rounded hover:text-text" onClick={() => onAll(true)}>
              {t("all")}
            </button>
            <button type="button" className="rounded hover:text-text" onClick={() => onAll(false)}>
              {t("none")}
            </button>
          </span>
        )}
      </div>
      <ul
        aria-label={t("lines", { chart })}
        className="mt-1 grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-x-3"
      >
        {entries.map(({ line, shown, value, lower }) => (
          <li key={line.id}>
            <button
              type="button"
              aria-pressed={shown}
              onClick={() => onToggle(line.id)}
              className={cn(
                "flex w-full items-center gap-2 rounded px-1 py-0.5 text-xs hover:bg-hover",
                !shown && "text-faint",
              )}
            >
              <Swatch line={line} shown={shown} />
              <span className={cn("truncate", !shown && "line-through decoration-1")}>{line.label}</span>
              <span className="ml-auto whitespace-nowrap tabular-nums">{value}</span>
              {lower !== null && <span className="whitespace-nowrap text-muted tabular-nums">{lower}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const DASHES = { solid: undefined, dashed: "5 3", dotted: "1.5 2.5" };

function Swatch({ line, shown }: { line: SeriesLine; shown: boolean }) {
  return (
    <svg aria-hidden width="16" height="8" className="shrink-0" opacity={shown ? 1 : 0.4}>
      <line
        x1="0"
        x2="16"
        y1="4"
        y2="4"
        stroke={`var(--${line.colour})`}
        strokeWidth={line.kind === "bars" ? 7 : (line.width ?? 2)}
        strokeDasharray={line.kind === "bars" ? "3 2" : DASHES[line.dash ?? "solid"]}
      />
    </svg>
  );
}
