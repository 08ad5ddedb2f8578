import { NextResponse, type NextRequest } from "next/server";
import { backendUrl } from "@/lib/server/backends";
import { accessToken } from "@/lib/server/tokens";

const STREAM = "/ws/market-data";

/** The stream goes through to its service with the session's token; every page gets its Content-Security-Policy. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  if (request.nextUrl.pathname === STREAM) {
    const token = accessToken(request.cookies);
    headers.delete("cookie");
    if (token !== null) headers.set("Authorization", `Bearer ${token}`);
    return NextResponse.rewrite(new URL(STREAM, backendUrl("stream")), { request: { headers } });
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  // Next reads the nonce of its own scripts from the policy of the request.
  headers.set("Content-Security-Policy", policy);
  headers.set("x-nonce", nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Referrer-Policy", "same-origin");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  // In development React rebuilds stacks with eval; the product never needs it.
  const evaluating = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluating}`,
    // lightweight-charts injects a style element and sets style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  matcher: ["/((?!_next/static|_next/image|icons/|favicon.ico|sw.js|backend/|session).*)"],
};
