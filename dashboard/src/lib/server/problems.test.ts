import { describe, expect, it } from "vitest";
import { foreignOrigin, isForeign, problem } from "./problems";

function asked(method: string, headers: Record<string, string>): Request {
  return new Request("http://127.0.0.1:5000/session", {
    method,
    headers: { host: "127.0.0.1:5000", ...headers },
  });
}

describe("a request of another page", () => {
  it.each(["POST", "PUT", "PATCH", "DELETE"])("is one whose origin is another, with %s", (method) => {
    expect(isForeign(asked(method, { origin: "http://evil.example" }))).toBe(true);
    expect(isForeign(asked(method, { origin: "http://127.0.0.1:5000" }))).toBe(false);
  });

  it.each(["http://127.0.0.1:5001", "http://127.0.0.1", "null", "", "127.0.0.1:5000"])(
    "is one from %o, which is nearly ours",
    (origin) => {
      expect(isForeign(asked("POST", { origin }))).toBe(true);
    },
  );

  it("may read, as every page may show a picture of ours: the cookie does not come with it", () => {
    expect(isForeign(asked("GET", { origin: "http://evil.example" }))).toBe(false);
  });

  it("is known by what the browser says where it names no origin", () => {
    expect(isForeign(asked("POST", { "sec-fetch-site": "cross-site" }))).toBe(true);
    expect(isForeign(asked("POST", { "sec-fetch-site": "same-origin" }))).toBe(false);
    expect(isForeign(asked("POST", {}))).toBe(false);
  });
});

describe("a problem of this server", () => {
  it("has the form of the services' problems", async () => {
    const answer = problem(503, "SERVICE_DOWN", "It is down.", "Wait.");
    expect(answer.status).toBe(503);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({
      type: "urn:usdcop:service-down",
      status: 503,
      detail: "It is down.",
      code: "SERVICE_DOWN",
      cure: "Wait.",
      errors: [],
    });
  });

  it("says to a foreign page no more than that it is one", async () => {
    expect(await foreignOrigin().json()).toMatchObject({ status: 403, code: "ORIGIN" });
  });
});
