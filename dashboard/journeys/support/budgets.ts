import { afterAll } from "vitest";

/** Notes what was found beside its budget; a file's table is printed when its journeys are over. Call it once at the top. */
export function budgets(): (what: string, found: string, budget: string) => void {
  const table: string[] = [];
  afterAll(() => console.log(["", ...table, ""].join("\n")));
  return (what, found, budget) => table.push(`${what.padEnd(56)} ${found.padStart(14)}   budget ${budget}`);
}
