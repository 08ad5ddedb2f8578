import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { type Column, DataTable } from "./data-table";

const ROWS = [
  { name: "b", size: 2 },
  { name: "a", size: 10 },
];
const COLUMNS: Column<(typeof ROWS)[number]>[] = [
  { id: "name", header: "Name", cell: (row) => row.name },
  { id: "size", header: "Size", cell: (row) => row.size, sortBy: (row) => row.size, numeric: true },
];

const names = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.firstChild?.textContent);

test("rows come as given, and by size once its header is pressed", async () => {
  renderPage(<DataTable caption="Things" columns={COLUMNS} rows={ROWS} rowId={(row) => row.name} />);
  expect(names()).toEqual(["b", "a"]);
  await userEvent.click(screen.getByRole("button", { name: "Size" }));
  const first = screen.getByRole("columnheader", { name: "Size" }).getAttribute("aria-sort");
  expect(first).toBe("descending");
  expect(names()).toEqual(["a", "b"]);
});

test("no rows: says so", () => {
  renderPage(<DataTable caption="Things" columns={COLUMNS} rows={[]} rowId={(row) => row.name} />);
  expect(screen.getByText("Nothing here yet")).toBeInTheDocument();
});
