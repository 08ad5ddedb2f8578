import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import type { Candle } from "../api/candle-book";
import { ReplayControls } from "./replay-controls";

const BARS: Candle[] = Array.from({ length: 5 }, (_, slot) => ({
  time: Date.parse("2025-06-18T13:00:00Z") + slot * 300_000,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: null,
  state: "final",
}));

function Player() {
  const [place, setPlace] = useState(0);
  return <ReplayControls place={place} bars={BARS} trades={[1, 3]} onPlace={setPlace} />;
}

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

test("steps, and jumps from trade to trade", async () => {
  renderPage(<Player />);
  expect(screen.getByText("1 of 5")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "One bar back" })).toBeDisabled();
  await press("One bar on");
  await press("To the next trade");
  expect(screen.getByText("4 of 5")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "To the next trade" })).toBeDisabled();
  await press("To the previous trade");
  expect(screen.getByText("2 of 5")).toBeInTheDocument();
  await press("To the last bar");
  expect(screen.getByRole("slider", { name: "Bar of 08:20" })).toHaveAttribute("aria-valuenow", "4");
});

test("plays at the chosen speed to the end, and there it stops", async () => {
  renderPage(<Player />);
  await userEvent.click(screen.getByRole("radio", { name: "10×" }));
  await press("Play");
  expect(await screen.findByText("5 of 5")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Play" })).toBeInTheDocument();
});
