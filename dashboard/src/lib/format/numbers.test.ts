import { describe, expect, test } from "vitest";
import { numberFormat } from "./numbers";

const en = numberFormat("en");
const es = numberFormat("es");
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("by locale", () => {
  test("Colombia writes points between thousands, the United States commas", () => {
    expect(en.price(4093.1)).toBe("4,093.10");
    expect(es.price(4093.1)).toBe("4.093,10");
    expect(plain(en.cop(1_234_567))).toBe("COP 1,234,567");
    expect(plain(es.cop(1_234_567))).toBe("COP 1.234.567");
    expect(plain(es.percent(0.153))).toBe("15,3 %");
  });
});

describe("what is not a number is a dash, never zero", () => {
  const writers = Object.entries(en) as [string, (value: number | null | undefined) => string][];
  test.each(writers)("%s", (_, write) => {
    for (const value of [null, undefined, NaN, Infinity, -Infinity]) expect(write(value)).toBe("—");
  });
});

describe("money", () => {
  test("always carries its code, and a gain its sign where asked", () => {
    expect(plain(en.cop(120_000, true))).toBe("COP +120,000");
    expect(plain(en.cop(-120_000, true))).toBe("COP -120,000");
    expect(plain(en.usd(-0.5))).toBe("USD -0.50");
  });

  test("nothing gained has no sign, also where it was rounded to nothing", () => {
    for (const nothing of [0, -0, -0.4, 0.4]) {
      expect(plain(en.cop(nothing, true))).toBe("COP 0");
      expect(plain(en.cop(nothing))).toBe("COP 0");
    }
    expect(en.decimal(-0.001, 2, true)).toBe("0.00");
  });

  test("huge amounts are written out", () => {
    expect(plain(en.cop(9_007_199_254_740_991))).toBe("COP 9,007,199,254,740,991");
  });
});

test("percent and basis points take fractions", () => {
  expect(plain(en.percent(-0.0012, 2, true))).toBe("-0.12 %");
  expect(plain(en.bps(0.00012))).toBe("1.2 bps");
});

test.each([
  [0, "0 B"],
  [1023, "1,023 B"],
  [1024, "1.0 KiB"],
  [5 * 1024 ** 3, "5.0 GiB"],
  [5 * 1024 ** 4, "5,120.0 GiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(plain(en.bytes(bytes))).toBe(text);
});

test.each([
  [0, "0.0 ms"],
  [0.000_042, "42 µs"],
  [0.0042, "4.2 ms"],
  [0.34, "340 ms"],
  [1, "1 s"],
  [119, "119 s"],
  [150, "2.5 min"],
  [3_600, "60 min"],
  [7_200, "2.0 h"],
  [172_800, "2.0 d"],
])("%d s are %s", (seconds, text) => {
  expect(plain(en.duration(seconds))).toBe(text);
});

test("what may be very small keeps two significant digits", () => {
  expect(en.significant(0.00123)).toBe("0.0012");
  expect(es.significant(0.62)).toBe("0,62");
  expect(en.significant(0.0000053)).toBe("0.0000053");
});
