import { expect, test } from "vitest";
import { asText, bySeverity, type Examination, readable, requestIdOf } from "./doctor";

const EXAMINATION: Examination = {
  symbol: "USDCOP",
  data_kind: "replay",
  timestamp: "2025-06-18T15:00:00Z",
  status: "degraded",
  findings: [
    { name: "disk", status: "ok", cause: "61 GB free", next_step: null, essential: false },
    { name: "clock", status: "degraded", cause: "3 s off", next_step: "Run NTP.", essential: false },
    { name: "database", status: "down", cause: "refused", next_step: "Start it.", essential: true },
  ],
};

test("the gravest finding comes first", () => {
  expect(bySeverity(EXAMINATION.findings).map(({ name }) => name)).toEqual(["database", "clock", "disk"]);
});

test("as text each finding has its cure below it", () => {
  expect(asText(EXAMINATION)).toBe(
    [
      "usdcop doctor: degraded",
      "USDCOP, replay data, market time 2025-06-18T15:00:00Z",
      "",
      "down     database  refused",
      "                   → Start it.",
      "degraded clock     3 s off",
      "                   → Run NTP.",
      "ok       disk      61 GB free",
    ].join("\n"),
  );
});

test("the request id of a line, where the line is JSON and has one", () => {
  expect(requestIdOf('{"event": "x", "request_id": "abc"}')).toBe("abc");
  expect(requestIdOf('{"event": "x"}')).toBeNull();
  expect(requestIdOf("null")).toBeNull();
  expect(requestIdOf("Traceback (most recent call last)")).toBeNull();
});

test("a line is laid out where it is JSON, and left alone where not", () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable("plain words")).toBe("plain words");
});
