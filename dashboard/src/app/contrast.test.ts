import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const CSS = readFileSync(new URL("./globals.css", `file://${import.meta.filename}`), "utf8");
const TOKENS = new Map(
  [...CSS.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

const GROUNDS = ["ground", "surface", "raised", "hover", "field"];
const TEXTS = ["text", "muted", "faint", "accent", "accent-strong", "up", "down", "warn"];
/** Text and its ground, where they only meet each other. */
const PAIRS = [
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["accent", "accent-soft"],
  ["text", "accent-soft"],
  ["on-up", "up"],
  ["up", "up-soft"],
  ["text", "up-soft"],
  ["on-down", "down"],
  ["down", "down-soft"],
  ["text", "down-soft"],
  ["warn", "warn-soft"],
  ["text", "warn-soft"],
  ["muted", "warn-soft"],
  ["muted", "accent-soft"],
  ["on-danger", "danger"],
  ["on-danger", "danger-strong"],
  ["on-replay", "replay"],
  ["on-synthetic", "synthetic"],
];
/** What is no text but must be seen: edges of boxes to type in, the ring of the focus. */
const SHAPES = GROUNDS.flatMap((ground) => [
  ["edge", ground],
  ["accent", ground],
]);

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const ratio = (one: string, other: string) => contrast(colour(one, theme), colour(other, theme));

  test.each([...GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground])), ...PAIRS])(
    "%s can be read on %s",
    (text, ground) => {
      expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(SHAPES)("%s can be seen on %s", (shape, ground) => {
    expect(ratio(shape, ground)).toBeGreaterThanOrEqual(3);
  });
});

test("black on white is 21 : 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
});

function colour(name: string, theme: "light" | "dark"): string {
  const token = TOKENS.get(name);
  if (token === undefined) throw new Error(`globals.css has no colour ${name}.`);
  return token[theme];
}

/** Contrast ratio of WCAG 2.2: (L₁ + 0.05) / (L₂ + 0.05) of the relative luminances. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
