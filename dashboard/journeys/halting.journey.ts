import type { Page } from "playwright-core";
import { expect } from "vitest";
import orders from "../messages/en/orders.json";
import { enter, inTheBrowser, journey, open } from "./support/journey";

const words = orders.switch;
inTheBrowser();

const theSwitch = (page: Page, state: string) =>
  page.getByRole("button", { name: `${words.label}: ${state}` });

journey(
  "trading is halted in two steps, everybody sees it, and it is resumed with a reason",
  {},
  async (person) => {
    const { page } = person;
    const other = await enter({ user: null });
    await open(person, "/trading");
    await open(other, "/");
    await theSwitch(page, words.state.ACTIVE).click();
    const dialog = page.getByRole("dialog", { name: words.title });

    // Nothing is shown as done before the server has said so.
    let answered = false;
    await page.route("**/backend/trading/api/trading/state", async (route) => {
      if (route.request().method() !== "PUT") return route.continue();
      const answer = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, 800));
      answered = true;
      await route.fulfill({ response: answer });
    });
    await dialog.getByRole("button", { name: words.confirm.HALTED }).click();
    await dialog.getByText(words.pending).waitFor();
    expect(await dialog.getByRole("status").count()).toBe(0);
    expect(answered).toBe(false);
    await dialog.getByRole("status").filter({ hasText: "HALTED" }).waitFor();
    expect(answered).toBe(true);
    await page.unrouteAll({ behavior: "wait" });
    await dialog.getByRole("button", { name: words.close, exact: true }).first().click();
    await theSwitch(page, words.state.HALTED).waitFor();
    await theSwitch(other.page, words.state.HALTED).waitFor();
    await other.context.close();

    await theSwitch(page, words.state.HALTED).click();
    await dialog.getByText("maria").waitFor();
    const resume = dialog.getByRole("radio", { name: words.do.ACTIVE });
    if ((await resume.count()) > 0) await resume.click();
    const confirm = dialog.getByRole("button", { name: words.confirm.ACTIVE });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel(words.reason).fill("the journey has seen it stop");
    await confirm.click();
    await dialog.getByRole("status").filter({ hasText: "ACTIVE" }).waitFor();
    await page.keyboard.press("Escape");
    await theSwitch(page, words.state.ACTIVE).waitFor();
  },
);
