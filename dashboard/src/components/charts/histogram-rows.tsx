import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

export interface BarRow {
  name: string;
  /** Length of the bar; the sign decides its side where some values are below zero. */
  value: number;
  /** The figure with its unit. */
  text: ReactNode;
}

interface Props {
  label: string;
  rows: readonly BarRow[];
  className?: string;
}

/** A short table of figures with a bar each: lengths compare, the text says how much. */
export function BarRows({ label, rows, className }: Props) {
  return (
    <table className={cn("w-full text-xs", className)}>
      <caption className="pb-1 text-left text-xs text-muted">{label}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row" className="py-0.5 pr-3 text-left font-normal whitespace-nowrap text-muted">
              {row.name}
            </th>
            <td className="w-full py-0.5">
              <SignedBar value={row.value} all={rows.map(({ value }) => value)} />
            </td>
            <td className="py-0.5 pl-3 text-right whitespace-nowrap tabular-nums">{row.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A bar whose length is its part of the largest among `all`; with values below zero, zero lies in the middle. */
export function SignedBar({ value, all }: { value: number; all: readonly number[] }) {
  const most = Math.max(...all.map(Math.abs));
  const twoSided = all.some((one) => one < 0);
  const part = most === 0 ? 0 : (100 * Math.abs(value)) / most;
  const bar = (
    <div
      className={cn("h-2 rounded-xs", !twoSided ? "bg-accent" : value < 0 ? "bg-down" : "bg-up")}
      style={{ width: value === 0 ? 0 : `max(2px, ${part}%)` }}
    />
  );
  if (!twoSided)
    return (
      <div aria-hidden className="min-w-16 rounded-xs bg-raised">
        {bar}
      </div>
    );
  return (
    <div aria-hidden className="grid min-w-20 grid-cols-2 rounded-xs bg-raised">
      <div className="flex justify-end border-r border-faint">{value < 0 && bar}</div>
      <div>{value > 0 && bar}</div>
    </div>
  );
}
