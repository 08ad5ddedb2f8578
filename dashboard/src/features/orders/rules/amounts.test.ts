import { describe, expect, test } from "vitest";
import { parseAmount, writtenAmount } from "./amounts";

describe("in English", () => {
  test.each([
    ["50000", 50_000],
    ["50,000", 50_000],
    ["1,250,000.5", 1_250_000.5],
    ["50k", 50_000],
    ["0.2m", 200_000],
    [" 4093.10 ", 4_093.1],
  ])("%s is %d", (text, value) => {
    expect(parseAmount(text, "en")).toBe(value);
  });

  test.each(["", "0", "-5", "50,00", "50.000", "50.000,00", "1e5", "NaN", "five", "5,0000", "5.5.5"])(
    "%s is refused",
    (text) => {
      expect(parseAmount(text, "en")).toBeNull();
    },
  );
});

describe("in Spanish", () => {
  test.each([
    ["50.000", 50_000],
    ["4.093,10", 4_093.1],
    ["0,2m", 200_000],
  ])("%s is %d", (text, value) => {
    expect(parseAmount(text, "es")).toBe(value);
  });

  test.each(["50,000", "4,093.10", "50.00"])("%s is refused", (text) => {
    expect(parseAmount(text, "es")).toBeNull();
  });
});

test.each(["en", "es"] as const)("what is written (%s) is read again", (locale) => {
  for (const value of [1, 999, 1_000, 50_000, 1_234_567.89, 0.5]) {
    expect(parseAmount(writtenAmount(value, locale), locale)).toBe(value);
  }
});
