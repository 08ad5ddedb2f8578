import { expect, it } from "vitest";
import { budgets } from "./support/budgets";
import { firstLoad } from "./support/measuring";
import { PAGES } from "./support/pages";
import { URL_OF_DESK } from "./support/system";

const SCRIPT_KB = 250;
const row = budgets();

for (const { name, path } of [...PAGES, { name: "login", path: "/login" }]) {
  it(`${name} loads few scripts`, async () => {
    const scripts = await firstLoad(`${URL_OF_DESK}${path}`);
    row(`${name}: first load JavaScript, gzip`, `${scripts.toFixed(0)} kB`, `${SCRIPT_KB} kB`);
    expect(scripts).toBeGreaterThan(0);
    expect(scripts).toBeLessThanOrEqual(SCRIPT_KB);
  });
}
