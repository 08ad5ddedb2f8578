import { expect } from "vitest";
import common from "../messages/en/common.json";
import { inTheBrowser, journey, open, type Person } from "./support/journey";
import { allReady, kill, processes } from "./support/system";

inTheBrowser();

/** What the browser hears of a service that is away. */
const AWAY = [
  /answer 50[0-9]: GET \/backend\/trading/,
  /answer 50[0-9]: GET \/(session|api\/health)/,
  /WebSocket/,
];

const NOTICE = new RegExp(`${common.noDataSince}|UNKNOWN since`, "i");
/** The supervisor gives up after five in a minute. */
const MOST_DEATHS = 4;

const shown = (person: Person, text: string | RegExp) =>
  person.page.getByText(text).filter({ visible: true }).first();

journey(
  "a killed service leaves what was last known, says since when, and its return is seen",
  {},
  async (person) => {
    person.watch.expect(...AWAY);
    await open(person, "/trading");
    await person.page.waitForTimeout(2_000);
    const price = () => person.page.title();
    expect(await price()).toMatch(/\d/);
    const notice = shown(person, NOTICE);
    // It is back within seconds, perhaps before anybody missed it: so it dies again, though not too often.
    for (let deaths = 0; deaths < MOST_DEATHS && !(await notice.isVisible()); deaths++) {
      await kill("trading");
      await notice.waitFor({ timeout: 9_000 }).catch(() => undefined);
    }
    expect(await notice.isVisible(), "a notice that says since when nothing came").toBe(true);
    expect(await price(), "the old price is still shown").toMatch(/\d/);
    await allReady();
    await notice.waitFor({ state: "detached", timeout: 45_000 });
  },
  120_000,
);

journey(
  "a killed stream is said, opened again by itself, and the market moves on",
  {},
  async (person) => {
    person.watch.expect(...AWAY);
    await open(person, "/trading");
    await shown(person, common.link.live).waitFor();
    const before = (await processes()).find(({ name }) => name === "stream")?.restarts ?? 0;
    await kill("stream");
    await shown(person, /Reconnecting|Offline/).waitFor();
    await shown(person, common.link.live).waitFor({ timeout: 45_000 });
    expect((await processes()).find(({ name }) => name === "stream")?.restarts).toBe(before + 1);
    const title = await person.page.title();
    await person.page.waitForFunction((old) => document.title !== old, title, { timeout: 30_000 });
    await allReady();
  },
  120_000,
);
