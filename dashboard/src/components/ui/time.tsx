"use client";

import { createContext, type KeyboardEvent, use } from "react";
import { useFormat } from "@/lib/format/use-format";
import type { Instant } from "@/lib/format/times";
import { Hint } from "./hint";

interface Props {
  at: Instant | null | undefined;
  /** How it is written; the hint always says the whole instant in UTC. */
  as?: "time" | "clock" | "moment" | "date";
}

const TabStop = createContext<0 | -1>(0);
/** Whether the times within are tab stops: where they stand in many rows, only those of the first are, and arrows lead on. */
export const TimeTabStop = TabStop.Provider;

/** An instant as the clock in Bogotá shows it; UTC on hover, on focus, and pressed. */
export function Time({ at, as = "moment" }: Props) {
  const format = useFormat();
  const tabIndex = use(TabStop);
  if (at === null || at === undefined) return <span>—</span>;
  return (
    <Hint text={format.utc(at)} onPress>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it is read, and arrows lead on to the next one */}
      <time
        dateTime={new Date(at).toISOString()}
        tabIndex={tabIndex}
        onKeyDown={step}
        className="cursor-help tabular-nums"
      >
        {format[as](at)}
      </time>
    </Hint>
  );
}

/** Up and down lead from a time in a table to the next one of its column. */
function step(event: KeyboardEvent<HTMLElement>): void {
  const place = event.currentTarget.closest("td")?.cellIndex;
  const row = event.currentTarget.closest("tr");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (place === undefined || row === null || by === undefined) return;
  event.preventDefault();
  const rows = [...(row.parentElement?.children ?? [])].filter((one) => one instanceof HTMLTableRowElement);
  const onwards = by === 1 ? rows.slice(rows.indexOf(row) + 1) : rows.slice(0, rows.indexOf(row)).reverse();
  const times = onwards.map((one) => one.cells[place]?.querySelector("time") ?? null);
  times.find((time) => time !== null)?.focus();
}
