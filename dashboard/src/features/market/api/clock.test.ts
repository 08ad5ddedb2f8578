import { expect, test } from "vitest";
import { ageOf, type Clock, speedOf } from "./clock";

const sighting = (market: number, wall: number, isOpen = true) => ({ market, wall, isOpen });
const clock = (kind: string, now = sighting(0, 0), before: Clock["before"] = null): Clock => ({
  health: { data_kind: kind } as Clock["health"],
  now,
  before,
});

test("real time passes as ours does", () => {
  expect(ageOf(10_000, clock("real", sighting(30_000, 500)), 5_500)).toBe(25);
});

test("a replay's speed follows from two sightings of an open market", () => {
  const replay = clock("replay", sighting(300_000, 10_000), sighting(0, 0));
  expect(speedOf(replay)).toBe(30);
  expect(ageOf(290_000, replay, 11_000)).toBe(40);
});

test("of a night, or before a second sighting, no speed is made up", () => {
  expect(speedOf(clock("replay", sighting(300_000, 10_000)))).toBeNull();
  expect(speedOf(clock("replay", sighting(300_000, 10_000), sighting(0, 0, false)))).toBeNull();
  expect(ageOf(290_000, clock("replay", sighting(300_000, 10_000)), 99_000)).toBe(10);
});

test("nothing is older than the clock knows, nor younger than now", () => {
  expect(ageOf(1, undefined, 5)).toBeNull();
  expect(ageOf(40_000, clock("real", sighting(30_000, 0)), 0)).toBe(0);
});
