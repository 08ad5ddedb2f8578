import { afterAll, expect } from "vitest";
import { inTheBrowser, journey, open } from "./support/journey";
import { firstLoad, framesDuring, heap, largestPaint, paints, quantile } from "./support/measuring";
import { PAGES } from "./support/pages";
import { EXACT, URL_OF_DESK } from "./support/system";

inTheBrowser();

/**
 * Budgets of the issue. Sizes are held exactly wherever they are measured; times only by `make bench-dashboard` on a
 * quiet machine. In the suite, where others use the machine too, a time may be `ROOM` times as long.
 */
const ROOM = EXACT ? 1 : 5;
const SCRIPT_KB = 250;
const LCP_MS = 1_500;
const PAINT_MS = 50;
const FRAMES = 50;
const MEMORY_MB = 8;

const table: string[] = [];
const row = (what: string, found: string, budget: string) =>
  table.push(`${what.padEnd(42)} ${found.padStart(14)}   budget ${budget}`);
afterAll(() => console.log(["", ...table, ""].join("\n")));

for (const { name, path } of [...PAGES, { name: "login", path: "/login" }]) {
  journey(`${name} loads few scripts and paints soon`, {}, async (person) => {
    const scripts = await firstLoad(`${URL_OF_DESK}${path}`);
    row(`${name}: first load JavaScript, gzip`, `${scripts.toFixed(0)} kB`, `${SCRIPT_KB} kB`);
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      await open(person, path);
      await person.page.waitForLoadState("load");
      times.push(await largestPaint(person.page));
    }
    const median = times.sort((a, b) => a - b)[1] ?? Number.NaN;
    row(`${name}: Largest Contentful Paint, median of 3`, `${median.toFixed(0)} ms`, `${LCP_MS} ms`);
    expect(scripts).toBeLessThanOrEqual(SCRIPT_KB);
    expect(median).toBeGreaterThan(0);
    expect(median).toBeLessThan(LCP_MS * ROOM);
  });
}

journey(
  "a message of the stream is painted at once, and panning is smooth",
  {},
  async (person) => {
    const { page } = person;
    await open(person, "/trading");
    await expect.poll(async () => (await paints(page)).length, { timeout: 90_000 }).toBeGreaterThan(40);
    const all = await paints(page);
    const p95 = quantile(all, 0.95);
    row(
      `stream message to painted chart, p95 of ${String(all.length)}`,
      `${p95.toFixed(1)} ms`,
      `${PAINT_MS} ms`,
    );

    const chart = page.locator("canvas").first();
    const box = await chart.boundingBox();
    if (box === null) throw new Error("the chart has no size");
    const middle = box.y + box.height / 2;
    const drag = async () => {
      // Back into the history and further: older bars are loaded on the way.
      for (let turn = 0; turn < 12; turn++) {
        await page.mouse.move(box.x + box.width * 0.2, middle);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.9, middle, { steps: 12 });
        await page.mouse.up();
      }
    };
    await page.getByRole("button", { name: "Zoom out" }).click({ clickCount: 6 });
    await drag();
    const frames = await framesDuring(page, drag);
    row("frames while panning", `${frames.toFixed(0)} /s`, `${FRAMES} /s`);
    expect(p95).toBeLessThan(PAINT_MS * ROOM);
    expect(frames).toBeGreaterThan(FRAMES / ROOM);
  },
  180_000,
);

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
