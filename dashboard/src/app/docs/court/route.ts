import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Read once, when the dashboard is built: what is installed later has no folder of documents beside it. */
export const dynamic = "force-static";

const NOT_MEASURED = "The error rates of the gates have not been measured yet: make court.\n";

/** The measured error rates of the gates, `docs/COURT.md` as it was when the dashboard was built. */
export async function GET(): Promise<Response> {
  const path = join(process.cwd(), "..", "docs", "COURT.md");
  const text = existsSync(path) ? await readFile(path, "utf8") : NOT_MEASURED;
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
