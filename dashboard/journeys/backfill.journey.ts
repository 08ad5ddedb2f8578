import { expect } from "vitest";
import pipeline from "../messages/en/pipeline.json";
import { inTheBrowser, journey, open } from "./support/journey";

inTheBrowser();

const words = pipeline.backfill;
/** A session of the history that lacks an hour, which the vendor has by now (`tests/support/desk.py`). */
const HOLED = "2024-05-08";

interface Session {
  readonly session: string;
  readonly holes: number;
  readonly bars: number;
}

journey(
  "a hole is filled: its credits are told before, its progress while it runs, and the session turns whole",
  {},
  async (person) => {
    const { page } = person;
    await open(person, "/");
    const stored = async () => {
      const query = `first=${HOLED}&last=${HOLED}`;
      const answer = await page.request.get(`/backend/pipeline/api/pipeline/sessions?${query}`);
      return ((await answer.json()) as { data: Session[] }).data[0];
    };
    expect(await stored()).toMatchObject({ bars: 48, holes: 1 });
    const imports = page.getByRole("table", { name: pipeline.imports.title });
    await imports
      .getByRole("row", { name: /^I-0001 .* bars\.csv / })
      .getByText(pipeline.imports.states.superseded)
      .waitFor();
    await page.getByLabel(words.first).fill(HOLED);
    await page.getByLabel(words.last).fill(HOLED);
    await page.getByText(words.credits).waitFor();
    expect((await stored())?.bars, "nothing is fetched before it is asked for").toBe(48);
    await page.getByRole("button", { name: words.start }).click();
    const dialog = page.getByRole("dialog", { name: words.confirmTitle });
    await dialog.getByText(/12 missing bars/).waitFor();
    await dialog.getByRole("button", { name: /^Start, spend \d+ credit/ }).click();
    await page
      .getByText(/12 of 12 missing bars stored/)
      .first()
      .waitFor({ timeout: 60_000 });
    await expect.poll(stored, { timeout: 30_000 }).toMatchObject({ bars: 60, holes: 0 });
  },
  120_000,
);
