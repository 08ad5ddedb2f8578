import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { ImportRow } from "../../api/types";
import { imported } from "../../fixtures";
import { ImportList } from "./import-list";

const serve = (...data: ImportRow[]) =>
  server.use(
    http.pipeline.get("/api/pipeline/imports", ({ response }) =>
      response(200).json({ data, next_cursor: null }),
    ),
  );
const rowOf = async (id: string) => {
  const row = (await screen.findByText(id)).closest("tr");
  if (row === null) throw new Error(`no row of ${id}`);
  return row;
};

test("who brought in which file when, by which clock, how many rows, of which sessions", async () => {
  serve(imported({ clock_told: "America/New_York", clock_found: "America/New_York 960", refused: 2 }));
  renderPage(<ImportList />);
  const row = await rowOf("I-0003");
  for (const words of [
    "Stands",
    "18 Jun 2025",
    "cli:ana",
    "corrected.csv",
    "America/New_York 960",
    "told: America/New_York",
    "300",
    "2 rows are in no layer",
    "Mon 4 Mar 2024 – Fri 8 Mar 2024",
  ])
    expect(row).toHaveTextContent(words);
});

test.each([
  ["right", "right as it stands"],
  ["uncertain", "uncertain"],
  ["bogota 960", "bogota 960"],
])("what was found of a clock is said in words: %s", async (found, words) => {
  serve(imported({ clock_told: "utc", clock_found: found }));
  renderPage(<ImportList />);
  expect(await rowOf("I-0003")).toHaveTextContent(`${words}told: utc`);
});

test.each([
  [{ state: "superseded", superseded_by: ["I-0004", "S-0006"] }, "Superseded", "I-0004, S-0006 came later"],
  [{ state: "uncertain", uncertain: "noon is loud" }, "Uncertain", "Its clock is doubted: noon is loud."],
  [{ state: "undone", undone_by: "cli:eva" }, "Undone", "Taken back by cli:eva"],
  [{ state: "begun" }, "Did not end", "import the file again"],
  [{ state: "undoing" }, "Undoing", "undo it again"],
  [{ state: "standing" }, "Stands", "Its bars count"],
] as const)("what became of an import is a word, and its hint says why: %o", async (given, word, why) => {
  serve(imported({ ...given, superseded_by: "superseded_by" in given ? [...given.superseded_by] : [] }));
  renderPage(<ImportList />);
  await userEvent.hover(within(await rowOf("I-0003")).getByText(word));
  expect(await screen.findByRole("tooltip")).toHaveTextContent(why);
});

test("a home without imports says where its bars came from", async () => {
  serve();
  renderPage(<ImportList />);
  expect(await screen.findByText("No file was imported")).toBeVisible();
});

test("an import without a row in a session says so, and one over the vendor is told apart", async () => {
  serve(imported({ id: "S-0009", first: null, last: null, rows: 0 }));
  renderPage(<ImportList />);
  expect(await rowOf("S-0009")).toHaveTextContent("none");
  expect(screen.getByText("S-0009")).toHaveAttribute("title", "Its bars win over the vendor's too.");
});
