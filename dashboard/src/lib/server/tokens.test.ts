import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  accessToken,
  dropTokens,
  isSecure,
  keepTokens,
  refreshToken,
  renewed,
  type TokenAnswer,
} from "./tokens";

const ANSWER: TokenAnswer = {
  access_token: "access",
  refresh_token: "refresh",
  token_type: "bearer",
  expires_in: 900,
  user: "maria",
  roles: ["trader"],
};

/** Cookies as a browser keeps them. */
class Jar {
  readonly kept = new Map<string, { value: string; options: Record<string, unknown> }>();
  get(name: string) {
    const found = this.kept.get(name);
    return found && { value: found.value };
  }
  set(name: string, value: string, options: object) {
    this.kept.set(name, { value, options: { ...options } });
  }
}

describe("tokens in cookies", () => {
  it("cannot be read by any script, and do not come with requests of other sites", () => {
    const jar = new Jar();
    keepTokens(jar, ANSWER, true);
    expect([accessToken(jar), refreshToken(jar)]).toEqual(["access", "refresh"]);
    for (const { options } of jar.kept.values()) {
      expect(options).toMatchObject({ httpOnly: true, sameSite: "strict", secure: true, path: "/" });
    }
    expect(jar.kept.get("usdcop_access")?.options.maxAge).toBe(900);
  });

  it("go when they are dropped", () => {
    const jar = new Jar();
    keepTokens(jar, ANSWER, false);
    dropTokens(jar);
    for (const { value, options } of jar.kept.values()) expect([value, options.maxAge]).toEqual(["", 0]);
  });

  it("are none where there is no cookie", () => {
    expect([accessToken(new Jar()), refreshToken(new Jar())]).toEqual([null, null]);
  });

  it.each([
    ["http://127.0.0.1:5000/session", {}, false],
    ["https://desk.example/session", {}, true],
    ["http://127.0.0.1:5000/session", { "x-forwarded-proto": "https" }, true],
    ["https://desk.example/session", { "x-forwarded-proto": "http" }, false],
  ])("%s with %o is over TLS: %s", (url, headers, secure) => {
    expect(isSecure(new Request(url, { headers }))).toBe(secure);
  });
});

describe("renewing", () => {
  let service: Server;
  let asked: string[];
  let status: number;

  beforeEach(async () => {
    [asked, status] = [[], 200];
    service = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        asked.push(`${String(request.method)} ${String(request.url)} ${body}`);
        // Late enough for a second request to come while the first is under way.
        setTimeout(() => {
          response.writeHead(status, { "content-type": "application/json" });
          response.end(JSON.stringify(ANSWER));
        }, 20);
      });
    });
    await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
    const { port } = service.address() as AddressInfo;
    vi.stubEnv("USDCOP_TRADING_URL", `http://127.0.0.1:${port}`);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    service.close();
  });

  it("happens once for all requests of the same instant", async () => {
    const answers = await Promise.all([renewed("old"), renewed("old"), renewed("old")]);
    expect(answers).toEqual([ANSWER, ANSWER, ANSWER]);
    expect(asked).toEqual(['POST /api/auth/refresh {"refresh_token":"old"}']);
  });

  it("happens again later, and for another session at once", async () => {
    await Promise.all([renewed("one"), renewed("two")]);
    await renewed("one");
    expect(asked).toHaveLength(3);
  });

  it("gives nothing where the service refuses", async () => {
    status = 401;
    expect(await renewed("revoked")).toBeNull();
  });

  it("fails where the service is down, and is tried anew", async () => {
    vi.stubEnv("USDCOP_TRADING_URL", "http://127.0.0.1:1");
    await expect(renewed("old")).rejects.toThrow(TypeError);
    await expect(renewed("old")).rejects.toThrow(TypeError);
  });
});
