import { expect, test } from "vitest";
import { BUY, FACTS as FLAT } from "../testing/risk";
import { limitUse } from "./limit-use";
import { type Facts, riskOf } from "./risk";

const FACTS: Facts = { ...FLAT, todayCop: -1_500_000 };

test("without an order the limits are known, and the loss of today; what the order would use is not", () => {
  expect(limitUse("order", null, FACTS)).toEqual({ used: null, most: 250_000, why: "noOrder" });
  expect(limitUse("position", null, FACTS)).toEqual({ used: null, most: 500_000, why: "noOrder" });
  expect(limitUse("dailyLoss", null, FACTS)).toEqual({ used: 1_500_000, most: 20_000_000, why: null });
});

test("with an order each tells its use", () => {
  const risk = riskOf(BUY, FACTS);
  expect(limitUse("order", risk, FACTS)).toEqual({ used: 100_000, most: 250_000, why: null });
  expect(limitUse("position", risk, FACTS)).toEqual({ used: 100_000, most: 500_000, why: null });
});

test("what is not known has its reason", () => {
  const nothing = { ...FACTS, limits: null };
  expect(limitUse("order", null, nothing)).toEqual({ used: null, most: null, why: "limitsUnknown" });
  const away = { ...FACTS, positionUsd: null, todayCop: null };
  expect(limitUse("position", riskOf(BUY, away), away).why).toBe("positionUnknown");
  expect(limitUse("dailyLoss", null, away).why).toBe("lossUnknown");
  const short = { ...FACTS, positionUsd: -200_000 };
  expect(limitUse("order", riskOf(BUY, short), short).why).toBe("reducing");
});
