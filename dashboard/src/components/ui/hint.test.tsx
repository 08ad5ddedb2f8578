import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { Hint } from "./hint";

const tap = (name: string) =>
  userEvent.pointer({ keys: "[TouchA]", target: screen.getByRole("button", { name }) });

test("a finger reads what a mouse reads by hovering, where pressing does nothing else", async () => {
  renderPage(
    <Hint text="No trade yet" onPress>
      <button type="button">dash</button>
    </Hint>,
  );
  await tap("dash");
  expect(await screen.findByRole("tooltip")).toHaveTextContent("No trade yet");
});

test("a button that does something is not covered by its hint when it is pressed", async () => {
  renderPage(
    <Hint text="Sends it">
      <button type="button">send</button>
    </Hint>,
  );
  await tap("send");
  expect(screen.queryByRole("tooltip")).not.toBeInTheDocument();
});
