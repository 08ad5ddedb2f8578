import type { Page } from "playwright-core";
import { expect } from "vitest";
import { budgets } from "./support/budgets";
import { inTheBrowser, journey, open } from "./support/journey";
import { barsIn, forgetPaints, framesDuring, paints, quantile } from "./support/measuring";

inTheBrowser();

const PAINT_MS = 50;
const FRAMES = 50;
const BARS = 10_000;
/** A replay's night lasts some twenty seconds, in which no price comes. */
const NIGHT_MS = 90_000;
const row = budgets();

/** Milliseconds that the next messages took to be painted, sorted. */
async function nextPaints(page: Page, count: number): Promise<number[]> {
  await forgetPaints(page);
  await expect.poll(async () => (await paints(page)).length, { timeout: NIGHT_MS }).toBeGreaterThan(count);
  return paints(page);
}

/** How one drags over the chart: to the right, into the past, or back. */
async function dragging(page: Page) {
  const box = await page.locator("canvas").first().boundingBox();
  if (box === null) throw new Error("the chart has no size");
  const height = box.y + box.height / 2;
  return async (from: number, to: number) => {
    await page.mouse.move(box.x + box.width * from, height);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * to, height, { steps: 20 });
    await page.mouse.up();
  };
}

journey(
  "a message of the stream is painted at once, and ten thousand bars are panned smoothly while prices stream",
  {},
  async ({ page, ...person }) => {
    await open({ page, ...person }, "/trading");
    await page.locator("canvas").first().waitFor();
    // What a page loads at first has its own budgets; this one is of a page that stands.
    await nextPaints(page, 5);
    const few = await nextPaints(page, 40);
    const held = (seen: number[], bars: number) => {
      const p95 = quantile(seen, 0.95);
      const what = `message to painted chart, p95 of ${seen.length}, at ${bars} bars`;
      row(what, `${p95.toFixed(1)} ms`, `${PAINT_MS} ms`);
      return p95;
    };
    const first = held(few, await barsIn(page));

    await page.getByRole("button", { name: "Zoom out" }).click({ clickCount: 6 });
    const drag = await dragging(page);
    await expect
      .poll(
        async () => {
          for (let turn = 0; turn < 4; turn++) await drag(0.1, 0.9);
          return barsIn(page);
        },
        { timeout: 90_000 },
      )
      .toBeGreaterThanOrEqual(BARS);
    // Prices come: the frames below are counted while they do.
    await nextPaints(page, 1);
    await forgetPaints(page);
    const frames = await framesDuring(page, async () => {
      for (let turn = 0; turn < 12; turn++) await (turn % 2 === 0 ? drag(0.9, 0.1) : drag(0.1, 0.9));
    });
    const heard = (await paints(page)).length;
    const bars = await barsIn(page);
    row(`frames while panning ${bars} bars, ${heard} prices`, `${frames.toFixed(0)} /s`, `${FRAMES} /s`);

    await page.getByRole("button", { name: "To the newest bar" }).click();
    const many = held(await nextPaints(page, 40), bars);
    expect(bars).toBeGreaterThanOrEqual(BARS);
    expect(heard).toBeGreaterThan(0);
    expect(first).toBeLessThan(PAINT_MS);
    expect(many).toBeLessThan(PAINT_MS);
    expect(frames).toBeGreaterThan(FRAMES);
  },
  230_000,
);
