import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** Tests of logic that need a document, or the helpers that do. */
const OF_THE_DOCUMENT = ["src/lib/preferences/*.test.ts", "src/features/orders/rules/limit-use.test.ts"];

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      "@": at("./src"),
      // Outside of a server component the package refuses to be imported; tests of the server's own files may.
      "server-only": at("./node_modules/server-only/empty.js"),
    },
  },
  test: {
    restoreMocks: true,
    testTimeout: 30_000,
    // Without this a machine with two cores uses one.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "browser",
          environment: "jsdom",
          include: ["src/**/*.test.tsx", ...OF_THE_DOCUMENT],
          setupFiles: ["src/test/setup.ts"],
        },
      },
      // A document takes longer to make than most of these take.
      {
        extends: true,
        test: {
          name: "logic",
          environment: "node",
          include: ["src/**/*.test.ts"],
          exclude: OF_THE_DOCUMENT,
        },
      },
    ],
  },
});
