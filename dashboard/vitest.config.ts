import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const at = (path: string) => new URL(path, import.meta.url).pathname;
/** What runs in the dashboard's own server, where there is no document. */
const SERVER = ["src/lib/server/**/*.test.ts", "src/proxy.test.ts"];

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
    projects: [
      {
        extends: true,
        test: {
          name: "browser",
          environment: "jsdom",
          include: ["src/**/*.test.{ts,tsx}"],
          exclude: SERVER,
          testTimeout: 30_000,
          setupFiles: ["src/test/setup.ts"],
        },
      },
      { extends: true, test: { name: "server", environment: "node", include: SERVER } },
    ],
  },
});
