import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./src/lib/i18n/request.ts");

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` holds the types; a build only builds, and a newcomer waits half as long.
  typescript: { ignoreBuildErrors: true },
  // A dashboard over live prices: what a back end said a minute ago is never served from a cache of pages.
  experimental: { staleTimes: { dynamic: 0 }, optimizePackageImports: ["lucide-react", "radix-ui"] },
};

export default withNextIntl(config);
