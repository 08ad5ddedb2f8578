import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { Boundary } from "./boundary";

let broken = true;
const said = console.error;

function Panel() {
  if (broken) throw new Error("no such series");
  return <p>drawn</p>;
}

beforeEach(() => {
  broken = true;
  // React tells of every error that it caught; here each is one of the test's own.
  console.error = () => undefined;
});
afterEach(() => {
  console.error = said;
});

test("one broken panel leaves the rest, and can be opened again", async () => {
  renderPage(
    <>
      <Boundary name="Chart">
        <Panel />
      </Boundary>
      <p>orders</p>
    </>,
  );
  expect(screen.getByRole("alert", { name: "Chart" })).toHaveTextContent("no such series");
  expect(screen.getByText("orders")).toBeVisible();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Open again" }));
  expect(screen.getByText("drawn")).toBeVisible();
});
