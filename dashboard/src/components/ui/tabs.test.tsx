import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { renderPage } from "@/test/render";
import { Tabs } from "./tabs";

const NAMES = ["one", "two", "three", "four"];
const TAB_PX = 100;
/** jsdom lays nothing out: tabs of 100 px stand side by side in a list of 150 px that can be moved. */
function layOut(): void {
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    const list = this.closest("[role=tablist]");
    if (list === null || list === this) return rect(0, 150);
    return rect(NAMES.indexOf(this.textContent) * TAB_PX - list.scrollLeft, TAB_PX);
  });
}

const rect = (left: number, width: number) =>
  ({ left, right: left + width, top: 0, bottom: 40, width, height: 40 }) as DOMRect;

afterEach(() => void vi.restoreAllMocks());

function Four({ first }: { first: string }) {
  const [value, setValue] = useState(first);
  const tabs = NAMES.map((name) => ({ value: name, label: name, content: `about ${name}` }));
  return <Tabs label="Numbers" value={value} onValueChange={setValue} tabs={tabs} />;
}

test("the chosen tab is in sight from the beginning, with something of its neighbour", () => {
  layOut();
  renderPage(<Four first="three" />);
  expect(screen.getByRole("tablist").scrollLeft).toBe(182); // its end at 300, less 150, and 32 of the next
});

test("choosing one that is half hidden brings it in; one in sight moves nothing", async () => {
  layOut();
  renderPage(<Four first="one" />);
  expect(screen.getByRole("tablist").scrollLeft).toBe(0);
  await userEvent.click(screen.getByRole("tab", { name: "two" }));
  expect(screen.getByText("about two")).toBeVisible();
  expect(screen.getByRole("tablist").scrollLeft).toBe(82);
  await userEvent.click(screen.getByRole("tab", { name: "one" }));
  expect(screen.getByRole("tablist").scrollLeft).toBe(-32); // a browser stops at 0
});
