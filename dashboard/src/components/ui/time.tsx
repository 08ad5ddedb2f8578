"use client";

import { useFormat } from "@/lib/format/use-format";
import type { Instant } from "@/lib/format/times";
import { Hint } from "./hint";

interface Props {
  at: Instant | null | undefined;
  /** How it is written; the hover always says the whole instant in UTC. */
  as?: "time" | "clock" | "moment" | "date";
}

/** An instant as the clock in Bogotá shows it, with UTC on hover. */
export function Time({ at, as = "moment" }: Props) {
  const format = useFormat();
  if (at === null || at === undefined) return <span>—</span>;
  return (
    <Hint text={format.utc(at)}>
      <time dateTime={new Date(at).toISOString()} tabIndex={0} className="tabular-nums">
        {format[as](at)}
      </time>
    </Hint>
  );
}
