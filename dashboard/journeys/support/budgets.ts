import { afterAll } from "vitest";
import { EXACT } from "./system";

/**
 * Budgets of the issue. Sizes are held exactly wherever they are measured; times only by `make bench-dashboard` on a
 * quiet machine. In the suite, where others use the machine too, a time may be `ROOM` times as long.
 */
export const ROOM = EXACT ? 1 : 5;

/** Notes what was found beside its budget; a file's table is printed when its journeys are over. Call it once at the top. */
export function budgets(): (what: string, found: string, budget: string) => void {
  const table: string[] = [];
  afterAll(() => console.log(["", ...table, ""].join("\n")));
  return (what, found, budget) => table.push(`${what.padEnd(56)} ${found.padStart(14)}   budget ${budget}`);
}
