import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { KeysDialog } from "./keys-dialog";
import { LinkBadge } from "./link-badge";
import { MarketClock } from "./market-clock";
import { pageOf } from "./pages";
import { Ribbon } from "./ribbon";

const AT = Date.parse("2025-06-18T14:41:05Z");

test("a replay and a made-up market are named with their date; real prices and unknown ones are not", () => {
  const shown = renderPage(<Ribbon kind="replay" at={AT} />);
  expect(screen.getByRole("note", { name: "Replay" })).toHaveTextContent("18 Jun 2025");
  shown.unmount();
  const made = renderPage(<Ribbon kind="synthetic" at={null} />);
  expect(screen.getByRole("note", { name: "Synthetic" })).toBeVisible();
  made.unmount();
  for (const kind of ["real", null] as const) {
    const { container, unmount } = renderPage(<Ribbon kind={kind} at={AT} />);
    expect(container.querySelector("[data-ribbon]")).toBeNull();
    unmount();
  }
});

test("the clock shows Bogotá and what comes next, and a dash while nobody has said", () => {
  const shown = renderPage(<MarketClock now={AT} open seconds={11_935} />);
  expect(screen.getByText("09:41:05")).toBeVisible();
  expect(screen.getByText("Session closes in 3 h 18 min")).toBeVisible();
  shown.unmount();
  renderPage(<MarketClock now={null} open={null} seconds={null} />);
  expect(screen.getByText("—")).toBeVisible();
  expect(screen.getByText("Market time unknown")).toBeVisible();
});

test("where the replay has ended nothing is said to open", () => {
  renderPage(<MarketClock now={AT} open={false} seconds={300_000} ended />);
  expect(screen.getByText("Replay has ended")).toBeVisible();
  expect(screen.queryByText(/opens/)).toBeNull();
});

test("a line that broke says since when", () => {
  const { hub } = renderPage(<LinkBadge />);
  act(() => hub.told({ state: "live", since: AT }));
  expect(screen.getByRole("status")).toHaveTextContent("Connected");
  act(() => hub.told({ state: "reconnecting", since: AT }));
  expect(screen.getByRole("status")).toHaveTextContent("Reconnecting since 09:41:05");
  act(() => hub.told({ state: "offline", since: AT }));
  expect(screen.getByRole("status")).toHaveTextContent("Offline since 09:41:05");
});

test("the list of keys names every page and goes with Escape", async () => {
  let closed = 0;
  renderPage(<KeysDialog onClose={() => (closed += 1)} />);
  for (const page of ["Pipeline", "Trading", "Models", "Diagnostics", "Compliance"])
    expect(screen.getByText(new RegExp(`Go to ${page}`))).toBeVisible();
  await userEvent.keyboard("{Escape}");
  expect(closed).toBe(1);
});

test("a path belongs to its page, also below it", () => {
  expect(pageOf("/")?.name).toBe("pipeline");
  expect(pageOf("/trading/replay")?.name).toBe("trading");
  expect(pageOf("/tradings")).toBeNull();
});
