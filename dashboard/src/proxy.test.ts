import { getRewrittenUrl, unstable_doesMiddlewareMatch } from "next/experimental/testing/server";
import { NextRequest, type NextResponse } from "next/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { config, proxy } from "./proxy";

const DESK = "http://127.0.0.1:5000";

function asked(path: string, headers: Record<string, string> = {}): NextResponse {
  return proxy(new NextRequest(`${DESK}${path}`, { headers }));
}

/** What goes on of a header of the request; null where it does not. */
function handedOn(response: NextResponse, name: string): string | null {
  const all = response.headers.get("x-middleware-override-headers")?.split(",") ?? [];
  return all.includes(name) ? response.headers.get(`x-middleware-request-${name}`) : null;
}

const policyOf = (response: NextResponse) => response.headers.get("content-security-policy") ?? "";
const nonceOf = (response: NextResponse) => /'nonce-([^']+)'/.exec(policyOf(response))?.[1];

afterEach(() => vi.unstubAllEnvs());

describe("a page", () => {
  it("runs only scripts of its own nonce, another one each time", () => {
    const [first, second] = [asked("/trading"), asked("/trading")];
    expect(nonceOf(first)).toBeTruthy();
    expect(nonceOf(first)).not.toBe(nonceOf(second));
    expect(policyOf(first)).not.toContain("unsafe-eval");
    expect(policyOf(first).match(/script-src[^;]*/)?.[0]).not.toContain("unsafe-inline");
  });

  it("is told the nonce, so that the server's own scripts carry it", () => {
    const response = asked("/");
    expect(handedOn(response, "x-nonce")).toBe(nonceOf(response));
    expect(handedOn(response, "content-security-policy")).toBe(policyOf(response));
  });

  it("reaches no other host, is framed by nobody and says not where it was", () => {
    const response = asked("/compliance");
    for (const rule of [
      "default-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "object-src 'none'",
    ]) {
      expect(policyOf(response).split("; ")).toContain(rule);
    }
    expect(response.headers.get("referrer-policy")).toBe("same-origin");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("cannot bring a policy of its own along", () => {
    const response = asked("/", { "content-security-policy": "default-src *", "x-nonce": "mine" });
    expect(policyOf(response)).not.toContain("default-src *");
    expect(handedOn(response, "x-nonce")).not.toBe("mine");
  });
});

describe("the stream", () => {
  const STREAM = "/ws/market-data";

  it("goes to its service, wherever that is now", () => {
    vi.stubEnv("USDCOP_STREAM_URL", "http://127.0.0.1:9182");
    expect(getRewrittenUrl(asked(STREAM))).toBe("http://127.0.0.1:9182/ws/market-data");
  });

  it("takes the session's token along and leaves the cookies here", () => {
    const response = asked(STREAM, { cookie: "usdcop_access=secret; usdcop_refresh=deeper" });
    expect(handedOn(response, "authorization")).toBe("Bearer secret");
    expect(handedOn(response, "cookie")).toBeNull();
  });

  it("is open to those who are not signed in", () => {
    const response = asked(STREAM, { cookie: "usdcop_theme=dark" });
    expect(handedOn(response, "authorization")).toBeNull();
    expect(getRewrittenUrl(response)).toContain(STREAM);
  });

  it("cannot be led elsewhere by its query", () => {
    vi.stubEnv("USDCOP_STREAM_URL", "http://127.0.0.1:9182");
    expect(getRewrittenUrl(asked(`${STREAM}?to=http://evil.example`))).toBe(
      "http://127.0.0.1:9182/ws/market-data",
    );
  });
});

describe("what it looks at", () => {
  it.each([
    ["/", true],
    ["/trading", true],
    ["/ws/market-data", true],
    ["/backend/trading/api/latest/USDCOP", false],
    ["/session", false],
    ["/_next/static/chunks/a.js", false],
  ])("%s: %s", (url, matches) => {
    expect(unstable_doesMiddlewareMatch({ config, nextConfig: {}, url })).toBe(matches);
  });
});
