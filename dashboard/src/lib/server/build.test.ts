// @vitest-environment node
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildIn, isBuiltAnew } from "./build";

test("a server knows when the files under it are of another build, or gone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "build-"));
  expect(await buildIn(folder)).toBeNull();
  await mkdir(join(folder, ".next"));
  const write = (id: string) => writeFile(join(folder, ".next", "BUILD_ID"), id);
  await write("one\n");
  expect(await isBuiltAnew(folder)).toBe(false);
  expect(await isBuiltAnew(folder)).toBe(false);
  await write("two");
  expect(await isBuiltAnew(folder)).toBe(true);
  await rm(folder, { recursive: true });
  expect(await isBuiltAnew(folder)).toBe(true);
});
