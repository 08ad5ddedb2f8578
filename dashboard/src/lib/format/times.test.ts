import { expect, test } from "vitest";
import { sessionOf, timeFormat } from "./times";

const en = timeFormat("en");
const es = timeFormat("es");
/** 23:30 of the 13th in Bogotá. */
const LATE = "2025-06-14T04:30:05Z";

test("the screen shows Bogotá, the hover UTC", () => {
  expect(en.time(LATE)).toBe("23:30");
  expect(en.clock(LATE)).toBe("23:30:05");
  expect(en.date(LATE)).toBe("13 Jun 2025");
  expect(en.utc(LATE)).toBe("14 Jun 2025, 04:30:05 UTC");
  expect(es.clock(LATE)).toBe("23:30:05");
});

test("midnight is 00, not 24", () => {
  expect(en.clock("2025-06-13T05:00:00Z")).toBe("00:00:00");
  expect(es.time("2025-06-13T05:00:00Z")).toBe("00:00");
});

test("a session's day has no zone to be shifted by", () => {
  expect(en.day("2025-06-13")).toBe("Fri 13 Jun");
  expect(sessionOf(LATE)).toBe("2025-06-13");
});
