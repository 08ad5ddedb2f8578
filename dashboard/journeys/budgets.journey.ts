import { expect } from "vitest";
import { inTheBrowser, journey, open } from "./support/journey";
import { heap, largestPaint } from "./support/measuring";
import { PAGES } from "./support/pages";
import { budgets } from "./support/budgets";

inTheBrowser();

const LCP_MS = 1_500;
const MEMORY_MB = 8;
const row = budgets();

for (const { name, path } of [...PAGES, { name: "login", path: "/login" }]) {
  journey(`${name} paints soon`, {}, async (person) => {
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      await open(person, path);
      await person.page.waitForLoadState("load");
      times.push(await largestPaint(person.page));
    }
    const median = times.sort((a, b) => a - b)[1] ?? Number.NaN;
    row(`${name}: Largest Contentful Paint, median of 3`, `${median.toFixed(0)} ms`, `${LCP_MS} ms`);
    expect(median).toBeGreaterThan(0);
    expect(median).toBeLessThan(LCP_MS);
  });
}

journey(
  "memory is steady over a few bars",
  {},
  async (person) => {
    await open(person, "/trading");
    await person.page.waitForTimeout(8_000);
    const before = await heap(person.context, person.page);
    await person.page.waitForTimeout(20_000);
    const after = await heap(person.context, person.page);
    row(
      "heap of the terminal, after 20 s",
      `${before.toFixed(1)} → ${after.toFixed(1)} MB`,
      `+${MEMORY_MB} MB`,
    );
    expect(after - before).toBeLessThan(MEMORY_MB);
  },
  90_000,
);
