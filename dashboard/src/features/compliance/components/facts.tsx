import type { ReactNode } from "react";

/** Name and value; left out where the value is false. */
export type Fact = readonly [name: string, value: ReactNode] | false;

/** What is known of a step, each with its name. */
export function Facts({ of }: { of: readonly Fact[] }) {
  return (
    <dl className="mt-1 flex flex-wrap gap-x-6 gap-y-1.5 text-sm">
      {of
        .filter((one) => one !== false)
        .map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
