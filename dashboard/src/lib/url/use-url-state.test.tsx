import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { useUrlState } from "./use-url-state";

function Probe() {
  const [params, write] = useUrlState();
  return (
    <>
      <p>grade {params.get("grade") ?? "any"}</p>
      <button onClick={() => write({ grade: "B" })}>B</button>
      <button onClick={() => write({ grade: null })}>any</button>
    </>
  );
}

test("what is written to the address is read from it, and can be taken out again", async () => {
  renderPage(<Probe />);
  expect(screen.getByText("grade any")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "B" }));
  expect(screen.getByText("grade B")).toBeInTheDocument();
  expect(window.location.search).toBe("?grade=B");
  await userEvent.click(screen.getByRole("button", { name: "any" }));
  expect(screen.getByText("grade any")).toBeInTheDocument();
  expect(window.location.search).toBe("");
});
