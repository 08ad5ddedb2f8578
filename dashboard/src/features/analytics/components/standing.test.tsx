import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { CHANGED } from "@/test/changes";
import { renderPage } from "@/test/render";
import { ModelBadges } from "./badges";
import { MODEL } from "./examples";
import { Standing } from "./standing";

const told = () => screen.getByRole("list", { name: "How version 1 stands before the court" });

test("a model of this home is judged by its look, and must reach its level", () => {
  renderPage(<Standing model={MODEL} kind="real" />);
  expect(told()).toHaveTextContent("Trained here");
  expect(told()).toHaveTextContent("Look 1 · it must reach p ≤ 0.03");
  expect(told()).not.toHaveTextContent("Session stop");
});

test("before a look nothing is shown, and it says so", () => {
  renderPage(<Standing model={{ ...MODEL, look: null, level: null }} kind="real" />);
  expect(told()).toHaveTextContent("Not looked at yet · nothing is shown of the sessions that judge it");
});

test("a bundle trained elsewhere is proven forward only, with its entry and its stop", () => {
  const foreign = { ...MODEL, trained_here: false, look: null, entry: 2, level: 0.0076, stop: 0.012 };
  renderPage(<Standing model={foreign} kind="real" />);
  expect(told()).toHaveTextContent("Trained elsewhere");
  expect(told()).toHaveTextContent("Entry 2 · its bets must reach 132");
  expect(told()).toHaveTextContent(/Session stop 1\.20\s%/);
  expect(told()).not.toHaveTextContent("never proven");
});

test.each(["replay", "synthetic"])("a %s home never proves it", (kind) => {
  const foreign = { ...MODEL, trained_here: false, look: null, level: null };
  renderPage(<Standing model={foreign} kind={kind} />);
  expect(told()).toHaveTextContent("here it is never proven");
  expect(told()).toHaveTextContent("Not entered");
});

test("what a stale verdict rests on no more is named; a proven model is STALE, another stays UNPROVEN", () => {
  const stale = { ...MODEL, stale: ["costs", "moon"] };
  const { unmount } = renderPage(
    <>
      <Standing model={stale} kind="real" />
      <ModelBadges model={stale} />
    </>,
  );
  expect(told()).toHaveTextContent("Judged with other things in force: the costs, moon");
  expect(screen.getByText("UNPROVEN")).toBeInTheDocument();
  expect(screen.queryByText("STALE")).not.toBeInTheDocument();
  unmount();
  renderPage(<ModelBadges model={{ ...stale, roles: ["champion"], failed_gates: [] }} />);
  expect(screen.getByText("STALE")).toBeInTheDocument();
  expect(screen.queryByText("UNPROVEN")).not.toBeInTheDocument();
});

test("a model is marked by what changed the bars it was trained on, and those it was judged on", () => {
  const { unmount } = renderPage(<ModelBadges model={MODEL} />);
  expect(screen.queryByText(/bars/)).not.toBeInTheDocument();
  unmount();
  const doubt = { ...CHANGED, deed: "doubted" as const };
  renderPage(<ModelBadges model={{ ...MODEL, bars_changed: CHANGED, judged_on_changed: doubt }} />);
  expect(screen.getByText("Trained on: bars changed")).toBeVisible();
  expect(screen.getByText("Judged on: bars in doubt")).toBeVisible();
});
