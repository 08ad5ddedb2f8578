import { getRequestConfig } from "next-intl/server";
import { cookies, headers } from "next/headers";
import { chosenLocale, LOCALE_COOKIE } from "./locales";

const PARTS = [
  "common",
  "session",
  "market",
  "orders",
  "analytics",
  "pipeline",
  "diagnostics",
  "compliance",
  "research",
];

export default getRequestConfig(async () => {
  const locale = chosenLocale(
    (await cookies()).get(LOCALE_COOKIE)?.value,
    (await headers()).get("accept-language"),
  );
  const parts = await Promise.all(
    PARTS.map(async (part) => [
      part,
      ((await import(`../../../messages/${locale}/${part}.json`)) as { default: object }).default,
    ]),
  );
  return {
    locale,
    messages: Object.fromEntries(parts) as Record<string, object>,
    timeZone: "America/Bogota",
  };
});
