import { expect } from "vitest";
import { inTheBrowser, journey, open } from "./support/journey";
import { heap } from "./support/measuring";

inTheBrowser();

const MINUTES = Number(process.env.JOURNEY_MINUTES ?? "60");
/** The charts and tables have what they keep after so long; what grows later grows without end. */
const SETTLED_MINUTES = Math.min(5, MINUTES / 4);
const MOST_GROWTH = 1.15;

journey(
  `memory is steady over ${String(MINUTES)} minutes of a replay`,
  {},
  async (person) => {
    await open(person, "/trading");
    await person.page.waitForTimeout(SETTLED_MINUTES * 60_000);
    const seen = [await heap(person.context, person.page)];
    for (let minute = SETTLED_MINUTES; minute < MINUTES; minute++) {
      await person.page.waitForTimeout(60_000);
      seen.push(await heap(person.context, person.page));
    }
    console.log(`heap, MB, minute by minute: ${seen.map((size) => size.toFixed(1)).join(" ")}`);
    const quarter = Math.max(1, Math.floor(seen.length / 4));
    const mean = (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean(seen.slice(-quarter))).toBeLessThan(mean(seen.slice(0, quarter)) * MOST_GROWTH);
  },
  (MINUTES + 3) * 60_000,
);
