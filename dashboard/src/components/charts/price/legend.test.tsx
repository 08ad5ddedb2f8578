import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { BarsTable } from "./bars-table";
import { Legend } from "./legend";
import type { Candle, Slot } from "./slots";

const TIME = Date.parse("2025-06-18T13:25:00Z");
const BAR: Candle = {
  time: TIME,
  open: 4_078.97,
  high: 4_084,
  low: 4_078.5,
  close: 4_079.87,
  volume: null,
  ema_20: 4_090.5,
  ema_50: null,
  rsi: 34.87,
  state: "final",
};
const MISSING: Slot = { time: TIME + 300_000, bar: null, reason: "quarantined" };

test("the bar's figures, in Bogotá's time and in UTC; an unknown indicator is a dash that says why", () => {
  renderPage(<Legend slot={{ time: TIME, bar: BAR, reason: null }} overlays={["ema", "rsi", "volume"]} />);
  expect(screen.getByText(/08:25/)).toBeInTheDocument();
  expect(screen.getByText(/13:25:00 UTC/)).toBeInTheDocument();
  expect(screen.getByText("4,084.00")).toBeInTheDocument();
  expect(screen.getByText("+0.90 (+0.02 %)")).toBeInTheDocument();
  expect(screen.getByText("34.87")).toBeInTheDocument();
  expect(screen.getByText("—")).toHaveAttribute("title", expect.stringContaining("layer L2"));
  expect(screen.queryByText("Volume")).not.toBeInTheDocument();
});

test("of a missing bar there are no figures, but the reason", () => {
  renderPage(<Legend slot={MISSING} overlays={["rsi"]} />);
  expect(screen.getByText(/it is in quarantine/)).toBeInTheDocument();
  expect(screen.getByText("—")).toHaveAttribute("title", "There is no bar.");
});

test("the table has the newest bar first, and missing ones with their reason", () => {
  renderPage(<BarsTable slots={[{ time: TIME, bar: BAR, reason: null }, MISSING]} />);
  const rows = screen.getAllByRole("row");
  expect(rows[1]).toHaveTextContent("it is in quarantine");
  expect(rows[2]).toHaveTextContent("4,079.87");
});
