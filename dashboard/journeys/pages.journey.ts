import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { DESKTOP, inTheBrowser, journey, open, OUTPUT, type Person, PHONE } from "./support/journey";
import { PAGES } from "./support/pages";

inTheBrowser();

/** Time for charts to be drawn and tables to be filled, whose pictures are taken; a page that is done sooner is not waited for. */
const DRAWN_MS = 2_500;
/** How long nothing is asked for, and nothing comes or goes, on a page that is done. */
const STILL_MS = 600;
const ALL = [
  ...PAGES.map((page) => ({ ...page, user: undefined })),
  { name: "login", path: "/login", user: null },
];

for (const theme of ["dark", "light"] as const) {
  for (const { name, path, user } of ALL) {
    journey(
      `${name} in ${theme} is accessible, on a desk and on a phone`,
      { theme, ...(user === null && { user }) },
      async (person) => {
        await open(person, path);
        await settled(person);
        expect(await violations(person), "rules of WCAG A and AA that are broken").toEqual([]);
        await picture(person, `${name}-${theme}`);
        await person.page.setViewportSize(PHONE);
        await settled(person);
        expect(await violations(person), "rules that are broken on a phone").toEqual([]);
        await picture(person, `${name}-${theme}-phone`);
        await person.page.setViewportSize(DESKTOP);
      },
    );
  }
}

/** Waits until no skeleton is left and what is drawn is drawn. */
async function settled({ page, watch }: Person): Promise<void> {
  await loaded(page);
  const until = Date.now() + DRAWN_MS;
  let [parts, since] = [0, Date.now()];
  while (Date.now() < until && Date.now() - since < STILL_MS) {
    const found = await page.locator("*").count();
    if (watch.awaits || found !== parts) [parts, since] = [found, Date.now()];
    await page.waitForTimeout(50);
  }
  await loaded(page);
}

/** Parts whose scripts come late have a skeleton too, though none that is announced as busy. */
async function loaded(page: Page): Promise<void> {
  const loading = "[aria-busy=true], .animate-pulse.bg-raised";
  await page.waitForFunction((what) => document.querySelector(what) === null, loading, { timeout: 20_000 });
}

/** A picture as it is looked at: of the window. Kept as output of the tests, of a replay. */
async function picture({ page }: Person, name: string): Promise<void> {
  await page.screenshot({ path: `${OUTPUT}${name}.png`, animations: "disabled" });
}

/** Each broken rule with the first places where it is. */
async function violations({ page }: Person): Promise<string[]> {
  // Evaluated through the debugger, so that the page keeps its own policy.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const tool = (globalThis as unknown as { axe: typeof axe }).axe;
    const found = await tool.run(document, {
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
      // Neither runs by its tag alone.
      rules: { "label-content-name-mismatch": { enabled: true }, "target-size": { enabled: true } },
    });
    return found.violations.map(
      ({ id, help, nodes }) =>
        `${id} (${help}): ${nodes
          .slice(0, 4)
          .map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ""}`)
          .join(" | ")}`,
    );
  });
}
