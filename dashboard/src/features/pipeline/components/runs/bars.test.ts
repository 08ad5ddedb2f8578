import { expect, test } from "vitest";
import { run } from "../../fixtures";
import { attemptsOf } from "./attempts";
import { barsOf } from "./bars";

test("a run that goes on reaches to now; a retry is numbered and joined to what it tries again", () => {
  const now = Date.parse("2025-06-18T13:50:00Z");
  const runs = [
    run({ id: 1, status: "failed" }),
    run({ id: 2, status: "running", started_at: "2025-06-18T13:45:00Z" }),
  ];
  expect(barsOf(attemptsOf(runs), now)).toEqual([
    {
      id: "1",
      lane: "L1",
      start: Date.parse("2025-06-18T13:40:10Z"),
      end: Date.parse("2025-06-18T13:40:22Z"),
      tone: "bad",
      mark: null,
      after: null,
    },
    {
      id: "2",
      lane: "L1",
      start: Date.parse("2025-06-18T13:45:00Z"),
      end: now,
      tone: "busy",
      mark: "2",
      after: "1",
    },
  ]);
});
