import { expect } from "vitest";
import session from "../messages/en/session.json";
import { inTheBrowser, journey, open } from "./support/journey";
import { PASSWORD, USER } from "./support/system";

inTheBrowser();

journey(
  "a wrong password is refused, the right one signs in, and signing out ends it",
  { user: null },
  async (person) => {
    const { page, watch, context } = person;
    watch.expect(/answer 401: POST \/session/);
    await open(person, "/login");
    await page.getByLabel(session.name).fill(USER);
    await page.getByLabel(session.passwordLabel, { exact: true }).fill("not the password");
    await page.getByRole("button", { name: session.signIn, exact: true }).click();
    await page.getByRole("alert").filter({ hasText: session.wrong }).waitFor();
    expect(await page.getByLabel(session.name).inputValue()).toBe(USER);

    await page.getByLabel(session.passwordLabel, { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    const menu = page.getByRole("button", { name: `${session.menu}: ${USER}` });
    await menu.waitFor();
    const tokens = (await context.cookies()).filter(({ name }) => /access|refresh/.test(name));
    expect(tokens.map(({ httpOnly, sameSite }) => [httpOnly, sameSite])).toEqual([
      [true, "Strict"],
      [true, "Strict"],
    ]);
    expect(await page.evaluate(() => document.cookie)).not.toMatch(/usdcop_(access|refresh)/);

    // What was asked while signed in would be refused after it: a person is not that quick.
    await expect.poll(() => watch.awaits, { timeout: 10_000 }).toBe(false);
    await menu.click();
    await page.getByRole("menuitem", { name: session.signOut }).click();
    await page.getByRole("button", { name: `${session.menu}: ${session.nobody}` }).waitFor();
    expect((await context.cookies()).filter(({ name }) => /access|refresh/.test(name))).toEqual([]);
  },
);

journey(
  "whoever comes without a session is led back to where they wanted to go",
  { user: null },
  async (person) => {
    const { page } = person;
    await open(person, "/trading");
    await page.getByRole("button", { name: `${session.menu}: ${session.nobody}` }).click();
    await page.getByRole("menuitem", { name: session.signIn }).click();
    await page.getByLabel(session.name).fill(USER);
    await page.getByLabel(session.passwordLabel, { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: session.signIn, exact: true }).click();
    await page.waitForURL("**/trading");
  },
);
