import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { DataTable } from "./data-table";
import { Time } from "./time";

const ROWS = ["2025-06-18T14:41:05Z", "2025-06-18T14:42:05Z", null, "2025-06-18T14:44:05Z"].map(
  (at, place) => ({ at, id: String(place) }),
);
const table = (
  <DataTable
    caption="Instants"
    columns={[
      { id: "at", header: "At", cell: ({ at }: (typeof ROWS)[number]) => <Time at={at} as="time" /> },
    ]}
    rows={ROWS}
    rowId={({ id }) => id}
  />
);

test("a finger reads UTC by a tap", async () => {
  renderPage(<Time at="2025-06-18T14:41:05Z" as="time" />);
  await userEvent.pointer({ keys: "[TouchA]", target: screen.getByText("09:41") });
  expect(await screen.findByRole("tooltip")).toHaveTextContent("18 Jun 2025, 14:41:05 UTC");
});

test("a time that stands alone is a tab stop, and says UTC once it has the focus", async () => {
  renderPage(<Time at="2025-06-18T14:41:05Z" as="time" />);
  await userEvent.tab();
  expect(screen.getByText("09:41")).toHaveFocus();
  expect(await screen.findByRole("tooltip")).toHaveTextContent("14:41:05 UTC");
});

test("of a table only the first time is a tab stop; arrows lead to the others, past what is not known", async () => {
  renderPage(
    <>
      {table}
      <button type="button">after</button>
    </>,
  );
  await userEvent.tab(); // the table, which scrolls
  await userEvent.tab();
  expect(screen.getByText("09:41")).toHaveFocus();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}");
  expect(screen.getByText("09:44")).toHaveFocus();
  await userEvent.keyboard("{ArrowDown}");
  expect(screen.getByText("09:44")).toHaveFocus();
  await userEvent.keyboard("{ArrowUp}");
  expect(screen.getByText("09:42")).toHaveFocus();
  await userEvent.tab();
  expect(screen.getByRole("button", { name: "after" })).toHaveFocus();
});
