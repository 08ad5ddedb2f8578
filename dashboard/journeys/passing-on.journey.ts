import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { OwnServer } from "./support/own-server";

let own: OwnServer;
beforeAll(async () => {
  own = await OwnServer.start();
});
beforeEach(() => own.forget());
afterAll(() => own.stop());

const SECRETS = ["access-1", "refresh-1", "access-2", "refresh-2"];
const tokens = (n: number) =>
  JSON.stringify({
    access_token: `access-${n}`,
    refresh_token: `refresh-${n}`,
    token_type: "bearer",
    expires_in: 900,
    user: "maria",
    roles: ["trader"],
  });

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${own.url}${path}`, { redirect: "manual", ...init });
}

const SIGNED_IN = { cookie: "usdcop_access=access-1; usdcop_refresh=refresh-1; usdcop_theme=dark" };

/** Answers as the trading service does when `access-1` has run out and `refresh-1` is still good. */
function expired(): void {
  own.answer = ({ url, headers }, response) => {
    if (url === "/api/auth/refresh") setTimeout(() => response.end(tokens(2)), 50);
    else if (headers.authorization === "Bearer access-2") response.end('{"well": true}');
    else response.writeHead(401).end('{"code": "UNAUTHENTICATED"}');
  };
}

describe("passing on", () => {
  it("takes method, path, query, body and the session's token to the service, and no cookie", async () => {
    const answer = await ask("/backend/trading/api/trading/orders?limit=3&cursor=a%2Fb", {
      method: "POST",
      headers: { ...SIGNED_IN, "content-type": "application/json", "x-forwarded-for": "10.0.0.1" },
      body: '{"side": "buy"}',
    });
    expect(answer.status).toBe(200);
    expect(own.only).toMatchObject({
      method: "POST",
      url: "/api/trading/orders?limit=3&cursor=a%2Fb",
      body: '{"side": "buy"}',
    });
    expect(own.only.headers).toMatchObject({
      authorization: "Bearer access-1",
      "content-type": "application/json",
    });
    expect(own.only.headers).not.toHaveProperty("cookie");
    expect(own.only.headers["x-forwarded-for"]).not.toBe("10.0.0.1");
  });

  it("brings status, type and waiting time back, and keeps nothing", async () => {
    own.answer = (_, response) =>
      response
        .writeHead(429, {
          "content-type": "application/problem+json",
          "retry-after": "7",
          "set-cookie": "a=b",
        })
        .end('{"code": "RATE_LIMIT_EXCEEDED"}');
    const answer = await ask("/backend/pipeline/api/pipeline/runs");
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toBe("7");
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  it("does not follow a service elsewhere", async () => {
    own.answer = (_, response) => response.writeHead(302, { location: "http://evil.example/" }).end();
    const answer = await ask("/backend/pipeline/api/pipeline/runs");
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toBeNull();
  });

  it("says which service is down", async () => {
    const answer = await ask("/backend/compliance/api/compliance/verify");
    expect(answer.status).toBe(503);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "SERVICE_DOWN", status: 503 });
  });

  it("refuses to write for another page, and asks the service nothing", async () => {
    const headers = { ...SIGNED_IN, origin: "http://evil.example" };
    for (const path of ["/backend/trading/api/trading/state", "/session", "/session/refresh"]) {
      const answer = await ask(path, { method: "POST", headers });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, "ORIGIN"]);
    }
    expect((await ask("/session", { method: "DELETE", headers })).status).toBe(403);
    expect(own.asked).toEqual([]);
  });

  it("refuses a body of more than a megabyte", async () => {
    const body = "x".repeat(1_000_001);
    const answer = await ask("/backend/trading/api/trading/orders", { method: "POST", body });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, "TOO_LARGE"]);
    expect(own.asked).toEqual([]);
  });
});

describe("a path", () => {
  it.each([
    ["/backend/lunch/api/health"],
    ["/backend/constructor/api/health"],
    ["/backend/__proto__/api/health"],
    ["/backend/trading/api/auth/token"],
    ["/backend/trading/api/auth/refresh"],
    ["/backend/trading/api/auth/logout"],
    ["/backend/trading/api//auth/token"],
    ["/backend/trading/api/auth/%74oken"],
    ["/backend/trading/api/auth/token/"],
    ["/backend/trading/api/x/../auth/token"],
    ["/backend/trading/api/x/%2e%2e/auth/token"],
    ["/backend/trading/api/x/..%2fauth/token"],
    ["/backend/trading/api%2fauth%2ftoken"],
  ])("%s gives no token to a script", async (path) => {
    own.answer = ({ url }, response) =>
      response.end(
        /^\/api\/auth\/(token|refresh|logout)\/?$/.test(decodeURIComponent(url)) ? tokens(1) : "{}",
      );
    const answer = await raw(path);
    for (const secret of SECRETS) expect(answer).not.toContain(secret);
  });

  it.each([
    ["/backend/pipeline/../../health"],
    ["/backend/pipeline/%2e%2e/%2e%2e/etc/passwd"],
    ["/backend/pipeline/..%2f..%2fetc%2fpasswd"],
    ["/backend/pipeline/@evil.example/x"],
    ["/backend/pipeline/http:%2f%2fevil.example/"],
    ["/backend//evil.example/x"],
  ])("%s never leads to another host", async (path) => {
    await raw(path);
    for (const { headers } of own.asked) expect(headers.host).toBe(own.asked[0]?.headers.host);
    for (const { url } of own.asked) expect(url.startsWith("/")).toBe(true);
  });

  /** The answer to a path as it stands: a client would have tidied it first. */
  function raw(path: string): Promise<string> {
    const { hostname, port, host } = new URL(own.url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
        );
      });
      let told = "";
      socket.on("data", (part) => (told += part.toString()));
      socket.on("end", () => resolve(told));
      socket.on("error", reject);
    });
  }
});

describe("a session", () => {
  it("is in cookies that no script can read, and nowhere else", async () => {
    own.answer = (_, response) => response.end(tokens(1));
    const answer = await ask("/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: "maria", password: "a & b" }),
    });
    const body = await answer.text();
    expect(JSON.parse(body)).toEqual({ name: "maria", roles: ["trader"] });
    for (const secret of SECRETS) expect(body).not.toContain(secret);
    expect(new URLSearchParams(own.only.body).get("password")).toBe("a & b");
    const cookies = answer.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/HttpOnly/i);
      expect(cookie).toMatch(/SameSite=strict/i);
      expect(cookie).toMatch(/Path=\//i);
    }
  });

  it("is not begun with a wrong password, and the reason comes through", async () => {
    own.answer = (_, response) => response.writeHead(401).end('{"code": "WRONG_PASSWORD"}');
    const answer = await ask("/session", { method: "POST", body: "{}" });
    expect([answer.status, await answer.json()]).toEqual([401, { code: "WRONG_PASSWORD" }]);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it.each(["", "not json", "[]", "null", '{"username": {"a": 1}}'])("is not begun by %o", async (body) => {
    own.answer = (_, response) => response.writeHead(422).end("{}");
    expect((await ask("/session", { method: "POST", body })).status).toBe(422);
  });

  it("of nobody is null, and no error", async () => {
    own.answer = (_, response) => response.writeHead(401).end("{}");
    const answer = await ask("/session");
    expect([answer.status, await answer.json()]).toEqual([200, null]);
  });

  it("is renewed where its token has run out, once, and the request goes through", async () => {
    expired();
    const answer = await ask("/backend/trading/api/trading/orders", { headers: SIGNED_IN });
    expect(await answer.text()).toBe('{"well": true}');
    expect(own.asked.map(({ url }) => url)).toEqual([
      "/api/trading/orders",
      "/api/auth/refresh",
      "/api/trading/orders",
    ]);
    expect(answer.headers.getSetCookie().join()).toContain("usdcop_access=access-2");
  });

  it("is renewed once for requests of the same instant", async () => {
    expired();
    const answers = await Promise.all(
      [1, 2, 3].map((n) => ask(`/backend/trading/api/trading/orders?limit=${n}`, { headers: SIGNED_IN })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(own.asked.filter(({ url }) => url === "/api/auth/refresh")).toHaveLength(1);
  });

  it("ends where it cannot be renewed: the cookies go", async () => {
    own.answer = (_, response) => response.writeHead(401).end("{}");
    const answer = await ask("/backend/trading/api/trading/orders", { headers: SIGNED_IN });
    expect(answer.status).toBe(401);
    const cookies = answer.headers.getSetCookie();
    expect(cookies.filter((cookie) => /^usdcop_(access|refresh)=;/.test(cookie))).toHaveLength(2);
    expect(own.asked).toHaveLength(2);
  });

  it("is renewed before its time without any token in the answer", async () => {
    expired();
    const answer = await ask("/session/refresh", { method: "POST", headers: SIGNED_IN });
    const body = await answer.text();
    expect(JSON.parse(body)).toEqual({ expires_in: 900 });
    for (const secret of SECRETS) expect(body).not.toContain(secret);
  });

  it("is revoked at the service when it ends", async () => {
    const answer = await ask("/session", { method: "DELETE", headers: SIGNED_IN });
    expect(await answer.json()).toEqual({ revoked: true });
    expect(own.only).toMatchObject({ method: "POST", url: "/api/auth/logout" });
    expect(answer.headers.getSetCookie()).toHaveLength(2);
  });
});

describe("answers of several services in one", () => {
  it("tell how each service is, and 503 where one is down", async () => {
    own.answer = (_, response) => response.end('{"status": "ok"}');
    const answer = await ask("/api/health");
    expect(answer.status).toBe(503);
    const { status, services } = (await answer.json()) as {
      status: string;
      services: { name: string; status: string }[];
    };
    expect(status).toBe("down");
    expect(services.filter((service) => service.status !== "ok").map(({ name }) => name)).toEqual([
      "compliance",
    ]);
  });

  it("keep what is known where a part fails", async () => {
    own.answer = ({ url }, response) =>
      url.startsWith("/api/pipeline/runs")
        ? response.writeHead(500).end('{"code": "INTERNAL"}')
        : response.end('{"fine": true}');
    const answer = await ask("/api/pipeline/consolidated");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: { data: { fine: true }, error: null },
      health: { data: { fine: true }, error: null },
      runs: { data: null, error: { code: "INTERNAL" } },
    });
  });
});
