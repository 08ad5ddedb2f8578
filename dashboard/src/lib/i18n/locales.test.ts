import { expect, test } from "vitest";
import { chosenLocale } from "./locales";

test("the language chosen before comes first, then the browser's, then English", () => {
  expect(chosenLocale("es", "en-US,en")).toBe("es");
  expect(chosenLocale(undefined, "de-DE,es-CO;q=0.9,en;q=0.8")).toBe("es");
  expect(chosenLocale("xx", "fr")).toBe("en");
  expect(chosenLocale(undefined, null)).toBe("en");
});
