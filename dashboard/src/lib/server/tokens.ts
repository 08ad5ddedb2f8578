import "server-only";
import type { components } from "@/lib/api/types/trading";
import { backendUrl } from "./backends";

export type TokenAnswer = components["schemas"]["TokenAnswer"];

const ACCESS_COOKIE = "usdcop_access";
const REFRESH_COOKIE = "usdcop_refresh";
/** Longest a browser keeps the refresh cookie; the service decides earlier. */
const REFRESH_SECONDS = 30 * 24 * 3600;

interface Jar {
  get(name: string): { value: string } | undefined;
  set(name: string, value: string, options: object): unknown;
}

export const accessToken = (jar: Pick<Jar, "get">) => jar.get(ACCESS_COOKIE)?.value ?? null;
export const refreshToken = (jar: Pick<Jar, "get">) => jar.get(REFRESH_COOKIE)?.value ?? null;

/** Keeps both tokens where no script can read them. `secure`: only where the page itself came over TLS. */
export function keepTokens(jar: Jar, answer: TokenAnswer, secure: boolean): void {
  const options = { httpOnly: true, sameSite: "strict", path: "/", secure };
  jar.set(ACCESS_COOKIE, answer.access_token, { ...options, maxAge: answer.expires_in });
  jar.set(REFRESH_COOKIE, answer.refresh_token, { ...options, maxAge: REFRESH_SECONDS });
}

export function dropTokens(jar: Jar): void {
  for (const name of [ACCESS_COOKIE, REFRESH_COOKIE]) jar.set(name, "", { path: "/", maxAge: 0 });
}

/** Whether the browser reached this server over TLS, perhaps through a proxy in front of it. */
export function isSecure(request: Request): boolean {
  return (request.headers.get("x-forwarded-proto") ?? new URL(request.url).protocol).startsWith("https");
}

const renewals = new Map<string, Promise<TokenAnswer | null>>();

/** New tokens for a refresh token; null where the service refuses it. Requests at the same instant share one renewal. */
export function renewed(token: string): Promise<TokenAnswer | null> {
  const running = renewals.get(token);
  if (running) return running;
  const renewal = renew(token).finally(() => renewals.delete(token));
  renewals.set(token, renewal);
  return renewal;
}

async function renew(token: string): Promise<TokenAnswer | null> {
  const answer = await fetch(`${backendUrl("trading")}/api/auth/refresh`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: token }),
    cache: "no-store",
  });
  return answer.ok ? ((await answer.json()) as TokenAnswer) : null;
}
