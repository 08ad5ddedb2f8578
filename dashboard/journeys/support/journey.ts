import { mkdir } from "node:fs/promises";
import { setTimeout as passing } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContext, type Cookie, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHROMIUM, PASSWORD, URL_OF_DESK, USER } from "./system";
import { Watch } from "./watch";

export const OUTPUT = fileURLToPath(new URL("../../output/", import.meta.url));
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
const PATIENCE_MS = 15_000;
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // The heap is collected before it is measured.
  "--js-flags=--expose-gc",
];

export interface Look {
  readonly theme?: "dark" | "light";
  readonly locale?: "en" | "es";
  readonly viewport?: { width: number; height: number };
  /** Whose session the browser has from the beginning; null: nobody's. */
  readonly user?: string | null;
}

/** A person at the dashboard: one browser window, watched. */
export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly watch: Watch;
}

let browser: Browser;
/** The session of each person, as their newest window left it: signing in again and again is refused. */
const sessions = new Map<string, Cookie[]>();
const TOKENS = /^usdcop_(access|refresh)$/;

/** Opens the browser of a file of journeys; call it once at the top. */
export function inTheBrowser(): void {
  beforeAll(async () => {
    await mkdir(OUTPUT, { recursive: true });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(() => browser.close());
}

/** A journey of one person. It fails by what the person sees, and by anything the watch sees. */
export function journey(
  name: string,
  look: Look,
  travel: (person: Person) => Promise<void>,
  timeout?: number,
): void {
  const { user = USER } = look;
  const whole = async () => {
    const person = await enter(look);
    try {
      await travel(person);
      expect(person.watch.unexpected, "errors, refusals and foreign calls").toEqual([]);
      if (user !== null) await keepSession(user, person.context);
    } catch (error) {
      if (user !== null) sessions.delete(user); // its newest tokens are not known
      // A page that hangs cannot be photographed either: what failed first is what is told.
      const path = `${OUTPUT}failed-${name.replaceAll(/\W+/g, "-")}.png`;
      await person.page.screenshot({ path, timeout: 5_000 }).catch(() => undefined);
      const seen = person.watch.unexpected.join("\n");
      throw seen === "" ? error : new Error(`${String(error)}\nBesides:\n${seen}`, { cause: error });
    } finally {
      await person.context.close();
    }
  };
  test(name, whole, timeout);
}

/** A new window for a person, signed in unless `user` is null. */
export async function enter(look: Look = {}): Promise<Person> {
  const { theme = "dark", locale = "en", viewport = DESKTOP, user = USER } = look;
  const context = await browser.newContext({
    baseURL: URL_OF_DESK,
    viewport,
    locale: locale === "es" ? "es-CO" : "en-US",
    timezoneId: "Europe/Madrid", // nobody's times may depend on where the browser stands
    hasTouch: viewport === PHONE,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addCookies([
    { name: "usdcop_theme", value: theme, url: URL_OF_DESK },
    { name: "usdcop_locale", value: locale, url: URL_OF_DESK },
  ]);
  const watch = new Watch();
  await watch.over(context);
  if (user !== null) await signIn(context, user);
  return { context, watch, page: await context.newPage() };
}

/** Gives the window the person's session; who has none yet signs in, as soon as the desk allows it. */
async function signIn(context: BrowserContext, username: string): Promise<void> {
  const kept = sessions.get(username);
  if (kept !== undefined) return context.addCookies(kept);
  for (;;) {
    const answer = await context.request.post("/session", {
      headers: { Origin: URL_OF_DESK },
      data: { username, password: PASSWORD },
    });
    if (answer.ok()) return keepSession(username, context);
    const wait = answer.headers()["retry-after"];
    if (answer.status() !== 429 || wait === undefined)
      throw new Error(`${username} cannot sign in: ${String(answer.status())} ${await answer.text()}`);
    await passing(Number(wait) * 1_000);
  }
}

/** Keeps the newest tokens: those before may have been renewed, and then end the session of who shows them. */
async function keepSession(username: string, context: BrowserContext): Promise<void> {
  const tokens = (await context.cookies()).filter(({ name }) => TOKENS.test(name));
  if (tokens.length > 0) sessions.set(username, tokens);
  else sessions.delete(username);
}

/** Opens a page of the dashboard and waits until it listens: a click before that is lost, as people know. */
export async function open({ page }: Person, path: string): Promise<void> {
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await listening(page);
}

/** Waits until React has taken over what the server drew. */
export async function listening(page: Page): Promise<void> {
  await page.getByRole("main").waitFor();
  await page.waitForFunction(() => {
    const button = document.querySelector("button");
    return button !== null && Object.keys(button).some((key) => key.startsWith("__reactProps"));
  });
}
