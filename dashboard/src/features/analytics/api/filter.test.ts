import { describe, expect, test } from "vitest";
import { filterFrom, queryOf } from "./filter";

const from = (address: string) => filterFrom(new URLSearchParams(address));

describe("the filter of an address", () => {
  test("without parameters it is the sessions that judge the model which the service chooses, in the backtest", () => {
    expect(from("")).toEqual({ model: null, basis: "backtest", window: "judged", periodDays: 365 });
    expect(queryOf(from(""))).toEqual({ basis: "backtest", window: "judged", period_days: 365 });
  });

  test.each([
    ["model=2", "2"],
    ["model=challenger", "challenger"],
    ["model=0", null],
    ["model=-1", null],
    ["model=best", null],
    ["model=1%3Bdrop", null],
  ])("%s asks for %s", (address, model) => {
    expect(from(address).model).toBe(model);
  });

  test.each([
    ["period_days=30", 30],
    ["period_days=0", 365],
    ["period_days=4000", 365],
    ["period_days=1.5", 365],
    ["period_days=x", 365],
  ])("%s looks back %i days", (address, days) => {
    expect(from(address)).toMatchObject({ window: "period", periodDays: days });
  });

  test("of the bases only paper is another than backtest", () => {
    expect(from("basis=paper").basis).toBe("paper");
    expect(from("basis=gross").basis).toBe("backtest");
    expect(queryOf(from("basis=paper&model=1"))).toEqual({
      model: "1",
      basis: "paper",
      window: "period",
      period_days: 365,
    });
  });
});
