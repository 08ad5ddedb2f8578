import { defineConfig } from "vitest/config";

/** Whole journeys in a real browser against a running system; `tests/e2e/test_dashboard.py` starts both. */
export default defineConfig({
  test: {
    environment: "node",
    include: ["journeys/*.journey.ts"],
    // One browser and one system: a journey may halt all trading, and another may not see that.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 30_000,
    reporters: ["default"],
  },
});
