import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Tree = { readonly [key: string]: string | Tree };

const FOLDER = new URL("../../../messages/", `file://${import.meta.filename}`);
const parts = readdirSync(new URL("en/", FOLDER)).sort();
const read = (locale: string, part: string) =>
  flat(JSON.parse(readFileSync(new URL(`${locale}/${part}`, FOLDER), "utf8")) as Tree);

test("both languages have the same parts", () => {
  expect(readdirSync(new URL("es/", FOLDER)).sort()).toEqual(parts);
});

describe.each(parts)("%s", (part) => {
  const [en, es] = [read("en", part), read("es", part)];

  test("has the same keys in both languages", () => {
    expect([...es.keys()].sort()).toEqual([...en.keys()].sort());
  });

  test("leaves no sentence empty", () => {
    for (const texts of [en, es]) expect([...texts].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  test("takes the same arguments in both languages", () => {
    for (const [key, text] of en)
      expect([key, argumentsOf(es.get(key) ?? "")]).toEqual([key, argumentsOf(text)]);
  });
});

test.each(["en", "es"])("replay and synthetic have one word in %s, wherever they stand", (locale) => {
  const [common, market, analytics] = ["common", "market", "analytics"].map((part) =>
    read(locale, `${part}.json`),
  );
  for (const kind of ["replay", "synthetic"]) {
    const word = market?.get(`badge.${kind}`)?.toLowerCase();
    expect(common?.get(`ribbon.${kind}.label`)?.toLowerCase()).toBe(word);
    expect(analytics?.get(`kind.${kind}`)?.toLowerCase()).toBe(word);
  }
});

function flat(tree: Tree, path = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[`${path}${key}`, value]] : [...flat(value, `${path}${key}.`)],
    ),
  );
}

/** Names of the arguments and tags of an ICU message, each once, in order. */
function argumentsOf(text: string): string[] {
  const tags = [...text.matchAll(/<(\w+)>/g)].map(([, tag]) => tag ?? "");
  return [...new Set([...tags, ...namesIn(text, 0).names])].sort();
}

/** Arguments from `at` to the brace that closes this message; words in the branches of a choice are none. */
function namesIn(text: string, at: number): { names: string[]; end: number } {
  const names: string[] = [];
  let place = at;
  while (place < text.length && text[place] !== "}") {
    if (text[place] !== "{") {
      place += 1;
      continue;
    }
    const [head = "", name = ""] = /^\{\s*(\w+)\s*(?:,\s*\w+\s*)?(?:,\s*)?/.exec(text.slice(place)) ?? [];
    names.push(name);
    place += Math.max(1, head.length);
    while (place < text.length && text[place] !== "}") {
      if (text[place] === "{") {
        const branch = namesIn(text, place + 1);
        names.push(...branch.names);
        place = branch.end;
      }
      place += 1;
    }
    place += 1;
  }
  return { names, end: place };
}
