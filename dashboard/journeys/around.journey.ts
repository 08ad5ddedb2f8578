import { expect } from "vitest";
import common from "../messages/en/common.json";
import spanish from "../messages/es/common.json";
import orders from "../messages/en/orders.json";
import { inTheBrowser, journey, listening, open, PHONE } from "./support/journey";
import { PAGES } from "./support/pages";

inTheBrowser();

journey(
  "language and theme are chosen, hold on the next page, and after loading it again",
  {},
  async (person) => {
    const { page } = person;
    await open(person, "/");
    await page.getByRole("button", { name: new RegExp(`^${common.language.label}`) }).click();
    await page.getByRole("menuitemradio", { name: common.language.es }).click();
    const pages = page.getByRole("navigation", { name: spanish.nav.label }).first();
    await pages.getByRole("link", { name: spanish.nav.trading }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toMatch(/^es/);

    await page.getByRole("button", { name: new RegExp(`^${spanish.theme.label}`) }).click();
    await page.getByRole("menuitemradio", { name: spanish.theme.light }).click();
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.waitForFunction(() => document.documentElement.dataset.theme === "light");
    const light = await background();
    await pages.getByRole("link", { name: spanish.nav.trading }).click();
    await page.waitForURL("**/trading");
    await page.reload();
    await listening(page);
    expect(await page.locator("html").getAttribute("lang")).toMatch(/^es/);
    expect(await background()).toBe(light);
  },
);

journey(
  "every page and the kill switch are reached by keyboard alone, and the focus is seen",
  {},
  async (person) => {
    const { page } = person;
    await open(person, "/");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(common.skipToContent);
    for (const { path } of PAGES) {
      const link = page.getByRole("navigation").locator(`a[href="${path}"]`).first();
      for (let presses = 0; presses < 40; presses++) {
        if (await link.evaluate((element) => element === document.activeElement)) break;
        await page.keyboard.press("Tab");
      }
      expect(await link.evaluate((element) => element === document.activeElement), `${path} by Tab`).toBe(
        true,
      );
      const ring = await link.evaluate((element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
      });
      expect(ring, `a visible focus on ${path}`).toBe(true);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.pathname === path);
      await page.reload();
      await page.getByRole("main").waitFor();
    }
    await page.keyboard.press("Control+Shift+H");
    const dialog = page.getByRole("dialog", { name: orders.switch.title });
    await dialog.locator(":focus").waitFor();
    // The focus is in the window a moment before the window listens: who is that quick presses again.
    await expect
      .poll(async () => {
        await page.keyboard.press("Escape");
        return dialog.count();
      })
      .toBe(0);
    await page.keyboard.press("Control+K");
    await page.getByRole("dialog", { name: common.palette.title }).waitFor();
  },
);

journey(
  "on a phone every page fits its width, and all can be reached",
  { viewport: PHONE },
  async (person) => {
    const { page } = person;
    for (const { path, name } of PAGES) {
      await open(person, path);
      await page.waitForTimeout(500);
      const [wide, seen] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        window.innerWidth,
      ]);
      expect(wide, `${name} must not scroll sideways`).toBeLessThanOrEqual(seen);
      await page.getByRole("navigation").locator('a[href="/trading"]:visible').first().waitFor();
      await page.getByRole("button", { name: new RegExp(`^${orders.switch.label}: `) }).waitFor();
    }
  },
);
