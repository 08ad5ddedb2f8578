import { beforeEach, expect, test } from "vitest";
import { usePreferences } from "./store";

const KEY = "usdcop.preferences";

beforeEach(() => {
  localStorage.clear();
  usePreferences.setState(usePreferences.getInitialState());
});

test("choices are kept in the browser and found again", async () => {
  usePreferences.getState().setTimeframe("1h");
  usePreferences.getState().setLayout("trading.side", 320);
  const kept = localStorage.getItem(KEY);
  usePreferences.setState(usePreferences.getInitialState());
  localStorage.setItem(KEY, kept ?? "");
  await usePreferences.persist.rehydrate();
  expect(usePreferences.getState().timeframe).toBe("1h");
  expect(usePreferences.getState().layout).toEqual({ "trading.side": 320 });
});

test("an indicator is switched on and off without touching the others", () => {
  const toggleIndicator = (
    one: Parameters<ReturnType<typeof usePreferences.getState>["toggleIndicator"]>[0],
  ) => usePreferences.getState().toggleIndicator(one);
  const before = usePreferences.getState().indicators;
  toggleIndicator("macd");
  expect(usePreferences.getState().indicators).toEqual([...before, "macd"]);
  toggleIndicator("macd");
  expect(usePreferences.getState().indicators).toEqual(before);
});

test("what is kept but cannot be read is as nothing kept", async () => {
  localStorage.setItem(KEY, "{broken");
  await usePreferences.persist.rehydrate();
  expect(usePreferences.getState().timeframe).toBe("5m");
});
