import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { Gantt, type GanttBar } from "./gantt";
import type { Span } from "./gantt-scale";

// What went wrong is never drawn as one with its neighbours, however little room there is.
const bar = (id: string, lane: string, start: number): GanttBar => ({
  id,
  lane,
  start,
  end: start + 10,
  tone: "bad",
  mark: null,
  after: null,
});

function chart() {
  const opened: string[] = [];
  const spans: Span[] = [];
  renderPage(
    <Gantt
      label="Runs"
      lanes={[
        { id: "L0", label: "L0" },
        { id: "L1", label: "L1" },
      ]}
      bars={[bar("1", "L0", 100), bar("2", "L0", 500), bar("3", "L1", 900)]}
      span={{ from: 0, to: 1_000 }}
      onSpan={(span) => spans.push(span)}
      now={null}
      detail={({ id }) => `about ${id}`}
      onSelect={({ id }) => opened.push(id)}
      spoken={({ id }) => `Run ${id}`}
    />,
  );
  return { opened, spans };
}

const run = (id: number) => screen.getByRole("button", { name: `Run ${String(id)}` });

test("one bar is a tab stop; arrows walk to the others, each is told, Enter opens it", async () => {
  const { opened } = chart();
  await userEvent.tab();
  expect(run(3)).toHaveFocus();
  await userEvent.keyboard("{ArrowUp}{ArrowLeft}");
  expect(run(1)).toHaveFocus();
  expect(screen.getByText("about 1")).toBeVisible();
  await userEvent.keyboard("{Enter}");
  expect(opened).toEqual(["1"]);
  expect(screen.getAllByRole("button").filter((one) => one.getAttribute("tabindex") === "0")).toEqual([
    run(1),
  ]);
});

test("past the last bar, and with shift, arrows move the time; the focus stays", async () => {
  const { spans } = chart();
  await userEvent.tab();
  await userEvent.keyboard("{ArrowRight}");
  expect(spans).toEqual([{ from: 200, to: 1_200 }]);
  await userEvent.keyboard("{Shift>}{ArrowLeft}{/Shift}");
  expect(spans[1]).toEqual({ from: -200, to: 800 });
  expect(run(3)).toHaveFocus();
});
