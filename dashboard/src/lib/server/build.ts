import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The build in `folder`, by its id; null where there is none, as while one is being made, or under `next dev`. */
export const buildIn = (folder: string): Promise<string | null> =>
  readFile(join(folder, ".next", "BUILD_ID"), "utf8").then(
    (id) => id.trim(),
    () => null,
  );

/** The build that this server runs: the one it found when it was first asked. The standalone server works in its own folder. */
let own: Promise<string | null> | undefined;

/** Whether the files under this server are those of another build: it then has pages whose parts are gone. */
export async function isBuiltAnew(folder = process.cwd()): Promise<boolean> {
  own ??= buildIn(folder);
  const [mine, now] = [await own, await buildIn(folder)];
  return mine !== null && mine !== now;
}
