import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { CHANGED } from "@/test/changes";
import { renderPage } from "@/test/render";
import { type BarsChanged, Changed } from "./changed";

async function told(change: Partial<BarsChanged>): Promise<string> {
  const { unmount } = renderPage(<Changed of={{ ...CHANGED, ...change }} />);
  await userEvent.tab();
  const text = (await screen.findByRole("tooltip")).textContent;
  unmount();
  return text;
}

test("what was made on bars that are the same has no mark", () => {
  const { container } = renderPage(<Changed of={null} />);
  expect(container).toBeEmptyDOMElement();
});

test("the mark says by which import, when, from which file and by whom", async () => {
  const text = await told({});
  expect(text).toContain("Made on bars that were changed since (import I-0003, ");
  expect(text).toContain("2024");
  expect(text).toContain("corrected.csv · by cli:ana");
  expect(text).not.toContain("more change");
});

test.each([
  [{ deed: "undone" }, "import I-0003 was taken back"],
  [{ deed: "doubted", why: "noon is loud" }, "whose clock is doubted since (import I-0003, "],
  [{ deed: "corrected", import_id: null, why: "", by: "scheduler" }, "that the vendor has corrected since ("],
  [{ changes: 3 }, "2 more changes before it."],
] as const)("every kind of change has its words: %o", async (change, words) => {
  expect(await told(change)).toContain(words);
});

test("a doubt is not called a change, and what was made of the bars is said where it is given", () => {
  renderPage(
    <>
      <Changed of={{ ...CHANGED, deed: "doubted" }} isSmall />
      <Changed of={CHANGED} what="Judged on" />
    </>,
  );
  expect(screen.getByText("Bars in doubt")).toHaveClass("sr-only");
  expect(screen.getByText("Judged on: bars changed")).toBeVisible();
});
