import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test, vi } from "vitest";

const SOURCE = readFileSync(new URL("../../public/sw.js", `file://${import.meta.filename}`), "utf8");
const HERE = "https://desk.example";

type Answering = (event: { request: object; respondWith: (answer: Promise<Response>) => void }) => void;

let net: (url: string) => Promise<Response>;
let asked: string[];
let kept: Map<string, Response>;
let listen: Answering;

/** Runs the worker with a cache and a network of the test's own. */
beforeEach(() => {
  asked = [];
  kept = new Map([[`${HERE}/offline.html`, new Response("offline since {{time}}")]]);
  net = () => Promise.resolve(new Response("from the network"));
  const urlOf = (request: { url: string } | string) =>
    typeof request === "string" ? `${HERE}${request}` : request.url;
  const cache = {
    match: (request: { url: string } | string) => Promise.resolve(kept.get(urlOf(request))?.clone()),
    put: (request: { url: string }, answer: Response) => Promise.resolve(kept.set(request.url, answer)),
    keys: () => Promise.resolve([...kept.keys()].map((url) => ({ url }))),
    delete: (request: { url: string }) => Promise.resolve(kept.delete(request.url)),
  };
  const handlers = new Map<string, Answering>();
  const self = {
    addEventListener: (type: string, handler: Answering) => handlers.set(type, handler),
    location: { origin: HERE },
  };
  const fetching = ({ url }: { url: string }) => {
    asked.push(url);
    return net(url);
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the worker's own file, run as the browser runs it
  const run = new Function("self", "caches", "fetch", SOURCE) as (...globals: object[]) => void;
  run(self, { open: () => Promise.resolve(cache) }, fetching);
  listen = handlers.get("fetch") ?? (() => undefined);
});

/** What the worker answers to a request; null where it leaves it to the browser. */
function answer(path: string, more: object = {}): Promise<Response> | null {
  let given: Promise<Response> | null = null;
  const url = path.startsWith("http") ? path : `${HERE}${path}`;
  listen({
    request: { url, method: "GET", mode: "cors", ...more },
    respondWith: (promise) => {
      given = promise;
    },
  });
  return given;
}

describe("the worker keeps out of", () => {
  test.each([
    ["/backend/trading/api/latest/USDCOP", {}],
    ["/session", {}],
    ["/session/refresh", { method: "POST" }],
    ["/ws/market-data", {}],
    ["/api/health", {}],
    ["/trading?_rsc=1", {}],
    ["/trading", { method: "POST", mode: "navigate" }],
    ["https://elsewhere.example/_next/static/a.js", {}],
  ])("%s", (path, more) => {
    expect(answer(path, more)).toBeNull();
    expect(kept.size).toBe(1);
  });
});

test("files of the build are fetched once", async () => {
  expect(await (await answer("/_next/static/chunks/a1b2.js"))?.text()).toBe("from the network");
  expect(await (await answer("/_next/static/chunks/a1b2.js"))?.text()).toBe("from the network");
  expect(asked).toHaveLength(1);
});

test("a file that could not be had is not kept", async () => {
  net = () => Promise.resolve(new Response("gone", { status: 404 }));
  await answer("/_next/static/chunks/old.js");
  expect(kept.size).toBe(1);
});

test("old files go, the offline page stays", async () => {
  for (let file = 0; file < 405; file += 1) await answer(`/_next/static/${file}.js`);
  expect(kept.size).toBe(401);
  expect(kept.has(`${HERE}/offline.html`)).toBe(true);
  expect(kept.has(`${HERE}/_next/static/0.js`)).toBe(false);
});

test("a page comes from the server, and where it is away the offline page says the time", async () => {
  expect(await (await answer("/trading", { mode: "navigate" }))?.text()).toBe("from the network");
  expect(kept.size).toBe(1);
  net = () => Promise.reject(new TypeError("Failed to fetch"));
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T05:26:10Z") });
  const page = await answer("/trading", { mode: "navigate" });
  vi.useRealTimers();
  expect(page?.status).toBe(503);
  expect(await page?.text()).toBe("offline since 00:26:10");
});
