import { expect, test } from "vitest";
import { freshClientOrderId } from "./client-id";

test("ids are what the service takes, and none comes twice", () => {
  const ids = Array.from({ length: 1_000 }, freshClientOrderId);
  for (const id of ids) expect(id).toMatch(/^[!-~]{1,64}$/);
  expect(new Set(ids).size).toBe(1_000);
});
