import { expect, test } from "vitest";
import type { HeatCell } from "../api/research";
import { heatTable, isEnough, scaleEnd, shadeOf } from "./heat-cells";

const cell = (part: Partial<HeatCell>): HeatCell => ({
  weekday: "Monday",
  starts: "08:05",
  trades: 0,
  sessions: 50,
  bps: null,
  exposure: null,
  ...part,
});

test("cells stand by time and weekday, in the order of the market", () => {
  const table = heatTable([
    cell({ weekday: "Monday", starts: "12:50", trades: 2 }),
    cell({ weekday: "Monday", starts: "08:05", trades: 1 }),
    cell({ weekday: "Friday", starts: "08:05", trades: 3 }),
  ]);
  expect(table.weekdays).toEqual(["Monday", "Friday"]);
  expect(table.starts).toEqual(["08:05", "12:50"]);
  expect(table.at(0, 1)?.trades).toBe(2);
  expect(table.at(1, 0)?.trades).toBe(3);
  expect(table.at(1, 1)).toBeNull();
});

test("four trades are too few for a return, five are enough; no trade is never enough", () => {
  expect(isEnough(cell({ trades: 4, bps: 1 }), "return")).toBe(false);
  expect(isEnough(cell({ trades: 5, bps: 1 }), "return")).toBe(true);
  expect(isEnough(cell({ trades: 0, bps: null }), "return")).toBe(false);
});

test("exposure needs ten sessions, not trades", () => {
  expect(isEnough(cell({ trades: 0, sessions: 10, exposure: 0 }), "exposure")).toBe(true);
  expect(isEnough(cell({ trades: 9, sessions: 9, exposure: 0.5 }), "exposure")).toBe(false);
});

test("a lone lucky trade does not stretch the scale, and has no colour", () => {
  const lucky = cell({ trades: 1, bps: 400 });
  const cells = [lucky, cell({ trades: 30, bps: -2 })];
  expect(scaleEnd(cells, "return")).toBe(2);
  expect(shadeOf(lucky, "return", 2)).toBeNull();
  expect(shadeOf(cells[1] ?? lucky, "return", 2)?.toward).toBe("down");
});
