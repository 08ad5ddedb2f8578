import axe from "axe-core";
import { expect } from "vitest";
import { inTheBrowser, journey, open, type Person } from "./support/journey";
import { PAGES } from "./support/pages";

inTheBrowser();

for (const theme of ["dark", "light"] as const) {
  for (const { name, path } of PAGES) {
    journey(`${name} is accessible in ${theme}`, { theme }, async (person) => {
      await open(person, path);
      await person.page.waitForTimeout(1500);
      expect(await violations(person)).toEqual([]);
    });
  }
  journey(`sign-in is accessible in ${theme}`, { theme, user: null }, async (person) => {
    await open(person, "/login");
    expect(await violations(person)).toEqual([]);
  });
}

/** Each broken rule of WCAG A and AA with the first places where it is. */
async function violations({ page }: Person): Promise<string[]> {
  // Evaluated by the browser's debugger, so that the page's own policy stays as it is.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const tool = (globalThis as unknown as { axe: typeof axe }).axe;
    const found = await tool.run(document, {
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
    });
    return found.violations.map(
      ({ id, help, nodes }) =>
        `${id} (${help}): ${nodes
          .slice(0, 4)
          .map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`)
          .join(" | ")}`,
    );
  });
}
