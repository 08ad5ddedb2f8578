import { expect } from "vitest";
import analytics from "../messages/en/analytics.json";
import common from "../messages/en/common.json";
import { inTheBrowser, journey, open } from "./support/journey";

inTheBrowser();

journey(
  "a model is refused the champion's seat by the gates, which are listed, and the seat stays empty",
  {},
  async (person) => {
    const { page, watch } = person;
    watch.expect(/answer 4\d\d: POST \/backend\/analytics\/api\/analytics\/models\/\d+\/promotions/);
    await open(person, "/ml-analytics");
    await page.getByRole("tab", { name: analytics.page.governance }).click();
    await page
      .getByRole("button", { name: /^Give a role to version/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog", { name: /role/ });
    await dialog.getByText(/gates? refuses? it|gates will refuse it/).waitFor();
    await dialog.getByRole("textbox").fill("the journey tries it");
    await dialog.getByRole("button", { name: /^Make it/ }).click();
    const refused = dialog.getByRole("alert");
    await refused.waitFor();
    expect(await refused.textContent()).toMatch(/gate/i);
    // The way of two persons is offered, and not taken by itself.
    await dialog.getByRole("button", { name: analytics.promote.override }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: analytics.page.overview }).click();
    await page.getByText(analytics.role.champion.empty).waitFor();
    // What it was trained on is doubted since (`tests/support/desk.py`): it says so, and why.
    const { clock } = common.changed;
    await page.getByText(`${analytics.changed.trained}: ${clock.toLowerCase()}`).first().hover();
    await page
      .getByRole("tooltip")
      .getByText(/I-0001, .*noon is loud/)
      .waitFor({ state: "attached" });
  },
);
