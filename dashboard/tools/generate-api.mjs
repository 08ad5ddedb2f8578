// Writes the types of every service from its OpenAPI document: `npm run api`; `--check` only compares.
import { readFile, writeFile } from "node:fs/promises";
import openapiTypescript, { astToString } from "openapi-typescript";

const SERVICES = ["trading", "analytics", "pipeline", "compliance", "orchestrator"];
const HEADER = "/* Generated from openapi/ by `npm run api`. Do not edit. */\n\n";
const checking = process.argv.includes("--check");
let stale = false;

for (const service of SERVICES) {
  const document = new URL(`../openapi/${service}.json`, import.meta.url);
  const target = new URL(`../src/lib/api/types/${service}.ts`, import.meta.url);
  const types = HEADER + astToString(await openapiTypescript(document));
  if (!checking) await writeFile(target, types);
  else if ((await readFile(target, "utf8").catch(() => "")) !== types) {
    console.error(
      `src/lib/api/types/${service}.ts is not what openapi/${service}.json says: run 'npm run api'.`,
    );
    stale = true;
  }
}
process.exitCode = stale ? 1 : 0;
