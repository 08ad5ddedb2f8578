import { expect, test } from "vitest";
import { CHANGED } from "@/test/changes";
import { changesOf, mergedOpinions, type Opinion, opinionFrom, opinionsOf, voicesOf } from "./opinions";
import { decisionMarkers, fillMarkers, newestChange } from "./trade-markers";

const opinion = (time: string, target: number, more: Partial<Opinion> = {}): Opinion => ({
  time: `2025-06-${time}:00Z`,
  session: `2025-06-${time.slice(0, 2)}`,
  alias: "challenger",
  model_version: "1",
  bundle_hash: "aa",
  target,
  p_short: 0.2,
  p_flat: 0.5,
  p_long: 0.3,
  value: null,
  data_kind: "replay",
  bars_changed: null,
  late: null,
  ...more,
});

test("told by both, an opinion counts once, and a known lateness stays known", () => {
  const streamed = opinion("18T13:00", 1, { late: true, time: "2025-06-18T13:00:00.000Z" });
  const merged = mergedOpinions([streamed], [opinion("18T13:00", 1), opinion("18T13:05", 0)]);
  expect(merged.map(({ target, late }) => [target, late])).toEqual([
    [0, null],
    [1, true],
  ]);
});

test("voices are of the newest session only: champion, challenger, then each shadow", () => {
  const voices = voicesOf(
    mergedOpinions(
      [],
      [
        opinion("17T17:55", 1, { alias: "champion", bundle_hash: "old" }),
        opinion("18T13:00", 1),
        opinion("18T13:00", 0, { alias: "shadow", bundle_hash: "cc" }),
        opinion("18T13:00", 0, { alias: "shadow", bundle_hash: "bb" }),
        opinion("18T13:05", -1),
      ],
    ),
  );
  expect(voices.map(({ role, bundle }) => `${role} ${bundle}`)).toEqual([
    "challenger aa",
    "shadow bb",
    "shadow cc",
  ]);
  expect(voices[0]?.opinions.map(({ target }) => target)).toEqual([-1, 1]);
});

test("a change is against the bar before; each session begins flat", () => {
  const newestFirst = [
    opinion("18T13:05", 1),
    opinion("18T13:00", 0),
    opinion("17T17:50", 1),
    opinion("17T17:45", 1),
  ];
  expect(changesOf(newestFirst).map(({ time }) => time.slice(8, 16))).toEqual(["17T17:45", "18T13:05"]);
  expect(decisionMarkers(newestFirst, "1h", (target) => target)).toMatchObject([
    { time: Date.parse("2025-06-17T17:00:00Z"), kind: "long" },
    { time: Date.parse("2025-06-18T13:00:00Z"), kind: "long" },
  ]);
});

test("a bundle without a role is no voice, and what the stream says has its session", () => {
  expect(opinionsOf([{ ...opinion("18T13:00", 1), alias: null }])).toEqual([]);
  const data = {
    alias: "champion",
    model_version: "1",
    bundle_hash: "aa",
    target: 1,
    p_short: 0,
    p_flat: 0,
    p_long: 1,
    value: 2,
    late: false,
  } as const;
  expect(opinionFrom({ symbol: "USDCOP", timestamp: "2025-06-18T13:00:00Z", data }, "replay").session).toBe(
    "2025-06-18",
  );
});

test("a fill at the close of a bar is marked at that bar, not at the next", () => {
  const fill = {
    id: 1,
    order_id: "o",
    n: 1,
    account: "main",
    symbol: "USDCOP",
    session: "2025-06-18",
    slot: 11,
    quantity_usd: -100,
    price: 4_000,
    cost_cop: 1,
    spread_cop: 1,
    slippage_cop: 0,
    total_cost_cop: 1,
    forced: false,
    at: "2025-06-18T14:00:00Z",
    recorded_at: "2025-06-18T14:00:00Z",
    bars_changed: null,
  };
  expect(fillMarkers([fill], "5m")).toEqual([
    { time: Date.parse("2025-06-18T13:55:00Z"), kind: "sold", price: 4_000 },
  ]);
});

test("of several changes the newest is told; where nothing was changed, none", () => {
  const later = { ...CHANGED, import_id: "I-0004", recorded_at: "2024-03-06T00:00:00Z" };
  const made = (bars_changed: Opinion["bars_changed"]) => ({ bars_changed });
  expect(newestChange([made(null), made(later), made(CHANGED), made(null)])?.import_id).toBe("I-0004");
  expect(newestChange([made(CHANGED), made(later)])?.import_id).toBe("I-0004");
  expect(newestChange([made(null)])).toBeNull();
  expect(newestChange([])).toBeNull();
});
