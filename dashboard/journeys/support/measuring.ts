import { get } from "node:http";
import type { BrowserContext, Page } from "playwright-core";

/** Bytes of an answer as they go over the line, compressed. */
function bytesOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "gzip" } }, (answer) => {
      let bytes = 0;
      answer.on("data", (part: Buffer) => (bytes += part.length));
      answer.on("end", () => resolve(bytes));
    }).on("error", reject);
  });
}

/** Kilobytes (1000 bytes, gzip) of every script that the document of a page names: its first load. */
export async function firstLoad(url: string): Promise<number> {
  const html = await (await fetch(url)).text();
  const scripts = [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)]
    .filter(([tag]) => !/nomodule/i.test(tag))
    .map(([, src = ""]) => new URL(src.replaceAll("&amp;", "&"), url).href);
  const sizes = await Promise.all([...new Set(scripts)].map(bytesOf));
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** Milliseconds until the largest part of the page was painted. */
export function largestPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let newest = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) newest = entry.startTime;
        }).observe({ type: "largest-contentful-paint", buffered: true });
        setTimeout(() => resolve(newest), 500);
      }),
  );
}

/** Milliseconds from each message of the stream to the frame that shows it, in order of size. */
export async function paints(page: Page): Promise<number[]> {
  const all = await page.evaluate(() =>
    performance.getEntriesByName("usdcop.paint").map(({ duration }) => duration),
  );
  return all.sort((a, b) => a - b);
}

/** Measures anew from here on. */
export function forgetPaints(page: Page): Promise<void> {
  return page.evaluate(() => performance.clearMeasures("usdcop.paint"));
}

/** Bars that the price chart holds. */
export async function barsIn(page: Page): Promise<number> {
  return Number(await page.locator("[data-bars]").getAttribute("data-bars"));
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Frames in a second while `moving` runs. */
export async function framesDuring(page: Page, moving: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const counted = { frames: 0, began: performance.now(), on: true };
    Object.assign(globalThis, { counted });
    const count = () => {
      counted.frames += 1;
      if (counted.on) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  await moving();
  return page.evaluate(() => {
    const { counted } = globalThis as unknown as {
      counted: { frames: number; began: number; on: boolean };
    };
    counted.on = false;
    return (counted.frames * 1000) / (performance.now() - counted.began);
  });
}

/** Megabytes that the page's scripts hold after everything that is not held was collected. */
export async function heap(context: BrowserContext, page: Page): Promise<number> {
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 1e6;
}
