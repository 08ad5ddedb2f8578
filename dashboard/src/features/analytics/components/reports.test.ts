import { expect, test } from "vitest";
import { chosenReport, reportOf } from "./reports";

const IDS = [
  "aaaaaaaaaaaa-20250612",
  "bbbbbbbbbbbb-20250612",
  "aaaaaaaaaaaa-20250619",
  "cccccccccccc-20250619",
];

test("an id says of which bundle and up to which session", () => {
  expect(reportOf("7865238c1aff-20250612")).toEqual({ prefix: "7865238c1aff", day: "2025-06-12" });
});

test("the report asked for, else the model's newest, else the newest", () => {
  expect(chosenReport(IDS, "bbbbbbbbbbbb-20250612", "aaaaaaaaaaaa99")).toBe("bbbbbbbbbbbb-20250612");
  expect(chosenReport(IDS, "gone", "aaaaaaaaaaaa99")).toBe("aaaaaaaaaaaa-20250619");
  expect(chosenReport(IDS, null, "dddddddddddd99")).toBe("cccccccccccc-20250619");
  expect(chosenReport(IDS, null, null)).toBe("cccccccccccc-20250619");
});
