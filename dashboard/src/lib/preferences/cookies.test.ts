import { expect, test } from "vitest";
import { chosenTheme, keepChoice, railIsNarrow } from "./cookies";

test("a theme nobody chose, or nobody knows, is that of the system", () => {
  expect(chosenTheme("dark")).toBe("dark");
  expect(chosenTheme("light")).toBe("light");
  expect(chosenTheme(undefined)).toBe("system");
  expect(chosenTheme("<script>")).toBe("system");
});

test("the rail is wide unless it was made narrow", () => {
  expect(railIsNarrow("narrow")).toBe(true);
  expect(railIsNarrow(undefined)).toBe(false);
});

test("a choice is kept where the server can read it", () => {
  keepChoice("usdcop_theme", "dark");
  expect(document.cookie).toContain("usdcop_theme=dark");
});
