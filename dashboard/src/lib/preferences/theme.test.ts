import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setTheme, useResolvedTheme, useTheme } from "./theme";

let dark = false;
const listeners = new Set<() => void>();

beforeEach(() => {
  dark = false;
  window.matchMedia = (query) =>
    ({
      matches: query.includes("dark") && dark,
      addEventListener: (_: string, listener: () => void) => listeners.add(listener),
      removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
    }) as unknown as MediaQueryList;
});
afterEach(() => {
  delete document.documentElement.dataset["theme"];
  document.head.innerHTML = "";
});

test("a chosen theme shows at once, is kept, and colours the browser's own bars", async () => {
  document.head.innerHTML = '<meta name="theme-color" content="#f5f6f8">';
  const chosen = renderHook(() => useTheme());
  const shown = renderHook(() => useResolvedTheme());
  expect([chosen.result.current, shown.result.current]).toEqual(["system", "light"]);
  await act(async () => {
    setTheme("dark");
    await Promise.resolve();
  });
  expect([chosen.result.current, shown.result.current]).toEqual(["dark", "dark"]);
  expect(document.cookie).toContain("usdcop_theme=dark");
  expect(document.querySelector("meta")?.content).toBe("#0c0f14");
});

test("following the system, it changes with the system, and lets go of it in the end", () => {
  const shown = renderHook(() => useResolvedTheme());
  expect(shown.result.current).toBe("light");
  dark = true;
  act(() => listeners.forEach((listener) => listener()));
  expect(shown.result.current).toBe("dark");
  shown.unmount();
  expect(listeners.size).toBe(0);
});
