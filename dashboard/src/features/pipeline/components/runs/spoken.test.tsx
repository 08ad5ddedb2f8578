import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { run } from "../../fixtures";
import { attemptsOf } from "./attempts";
import { useSpoken } from "./spoken";

function Words({ count }: { count: number }) {
  const spoken = useSpoken();
  const runs = [
    run({ id: 1, status: "failed" }),
    run({ id: 2, status: "completed", started_at: "2025-06-18T13:45:00Z" }),
  ];
  return attemptsOf(runs).map((attempt) => <p key={attempt.run.id}>{spoken(attempt, count)}</p>);
}

test("what a bar shows is part of what it is called: a retry says which try it is", () => {
  const { container } = renderPage(<Words count={1} />);
  const [first, second] = [...container.querySelectorAll("p")].map((one) => one.textContent);
  expect(first).toMatch(/^Run 1 · L1 .*, failed, /);
  expect(second).toMatch(/^Run 2 · L1 .*, Try 2, completed, /);
});

test("runs that lie side by side are counted", () => {
  const { container } = renderPage(<Words count={3} />);
  expect(container.textContent).toContain("3 runs side by side");
});
