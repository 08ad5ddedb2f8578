import type { Page } from "playwright-core";
import { expect } from "vitest";
import market from "../messages/en/market.json";
import orders from "../messages/en/orders.json";
import { inTheBrowser, journey, open } from "./support/journey";

inTheBrowser();

const { ticket, book } = orders;
const NEWEST = /Newest bar, (.+?): open .*? close ([\d.,]*\d)/;

/** The newest bar as a screen reader is told it: when it opened, and its close. */
async function newestBar(page: Page): Promise<{ opened: string; close: string }> {
  const chart = page.getByText(NEWEST).first();
  await chart.waitFor({ state: "attached" });
  const [, opened = "", close = ""] = NEWEST.exec((await chart.textContent()) ?? "") ?? [];
  return { opened, close };
}

/** Waits until the market is open and not about to close: nights pass in seconds. */
async function openMarket(page: Page): Promise<void> {
  await page
    .getByText(new RegExp(`^${market.badge.live}$`))
    .filter({ visible: true })
    .first()
    .waitFor({ timeout: 60_000 });
}

journey(
  "a live bar moves, closes, and the next one begins",
  { user: null },
  async (person) => {
    const { page } = person;
    await open(person, "/trading");
    await openMarket(page);
    const first = await newestBar(page);
    await expect
      .poll(async () => (await newestBar(page)).close, { timeout: 30_000, interval: 100 })
      .not.toBe(first.close);
    await expect
      .poll(async () => (await newestBar(page)).opened, { timeout: 40_000, interval: 100 })
      .not.toBe(first.opened);
    expect(await page.title()).toMatch(/\d/);
  },
  120_000,
);

/** Fills in the ticket and sends it, by the words that a person reads. */
async function send(page: Page, type: "market" | "limit", quantity: string, price?: string): Promise<void> {
  await page.getByRole("radio", { name: new RegExp(`^${ticket.sides.buy}`) }).click();
  await page.getByRole("radio", { name: ticket.types[type], exact: true }).click();
  await page.getByLabel(ticket.quantity, { exact: true }).fill(quantity);
  if (price !== undefined) await page.getByLabel(ticket.priceOf.limit).fill(price);
  await page.getByRole("button", { name: /^Buy .*…$/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Buy / });
  await dialog.getByText(ticket.readFirst).waitFor();
  await page.waitForTimeout(700); // it takes no second click of a double click
  await dialog.getByRole("button", { name: /^Buy / }).click();
  await dialog.waitFor({ state: "detached" });
}

journey(
  "a limit order works and is cancelled; a market order is filled and stands in fills and position",
  {},
  async (person) => {
    const { page } = person;
    await open(person, "/trading");
    await openMarket(page);
    const { close } = await newestBar(page);
    const far = Math.floor(Number(close.replaceAll(",", "")) * 0.9);
    await send(page, "limit", "12000", String(far));
    await page.getByRole("tab", { name: new RegExp(`^${book.tabs.orders}`) }).click();
    const cancel = page.getByRole("button", { name: /^Cancel the order to buy/i }).first();
    await cancel.click();
    await cancel.waitFor({ state: "detached" });
    await page
      .getByRole("row", { name: /12,000/ })
      .filter({ hasText: book.statuses.cancelled })
      .first()
      .waitFor();

    await openMarket(page);
    await send(page, "market", "10000");
    await page.getByRole("tab", { name: new RegExp(`^${book.tabs.fills}`) }).click();
    const panel = page.getByRole("tabpanel");
    await panel
      .getByText(/10,000/)
      .first()
      .waitFor({ timeout: 30_000 });
    await page.getByRole("tab", { name: new RegExp(`^${book.tabs.positions}`) }).click();
    await panel.getByText(new RegExp(book.long)).first().waitFor();
  },
  150_000,
);
