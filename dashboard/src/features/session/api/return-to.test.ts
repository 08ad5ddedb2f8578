import { expect, test } from "vitest";
import { returnPath, signInPath } from "./return-to";

test.each([
  ["/trading", "/trading"],
  ["/ml-analytics?tab=runs#x", "/ml-analytics?tab=runs#x"],
  ["/a/../trading", "/trading"],
])("%s is a way back", (wanted, path) => {
  expect(returnPath(wanted)).toBe(path);
});

test.each([
  null,
  "",
  "trading",
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/a/..//evil.example",
  "javascript:alert(1)",
  "/login?next=/login",
])("%s leads to the start page", (wanted) => {
  expect(returnPath(wanted)).toBe("/");
});

test("the sign-in page is told where to go back to, unless it is the start page", () => {
  expect(signInPath("/trading?x=1")).toBe("/login?next=%2Ftrading%3Fx%3D1");
  expect(signInPath("/")).toBe("/login");
});
