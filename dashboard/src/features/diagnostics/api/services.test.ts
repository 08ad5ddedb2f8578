import { expect, test } from "vitest";
import { type ComponentHealth, type Gathered, reports } from "./services";

const component = (name: string, more: Partial<ComponentHealth> = {}): ComponentHealth => ({
  name,
  status: "ok",
  cause: null,
  next_step: null,
  essential: false,
  ...more,
});

const answer = (name: string, status: string, components: ComponentHealth[]) => ({
  name,
  status,
  health: {
    status: "ok" as const,
    service: name,
    version: "0.1.0",
    data_kind: "replay",
    market_time: "2025-06-18T15:00:00Z",
    time: "2026-01-01T00:00:00Z",
    components,
  },
});

const GATHERED: Gathered = {
  status: "down",
  time: "2026-01-01T00:00:00Z",
  services: [
    answer("trading", "ok", [component("redis"), component("database", { essential: true })]),
    answer("analytics", "degraded", [
      component("redis"),
      component("database", { essential: true }),
      component("models", { status: "down" }),
    ]),
    { name: "stream", status: "down", health: { cause: "fetch failed" } },
    { name: "pipeline", status: "strange", health: {} },
  ],
};

test("bad services come first, and in each the bad and the essential components", () => {
  const told = reports(GATHERED);
  expect(told.map(({ name, status }) => [name, status])).toEqual([
    ["stream", "down"],
    ["pipeline", "down"],
    ["analytics", "degraded"],
    ["trading", "ok"],
  ]);
  expect(told[2]?.components.map(({ name }) => name)).toEqual(["models", "database", "redis"]);
  expect(told[3]?.components.map(({ name }) => name)).toEqual(["database", "redis"]);
});

test("a service that does not answer has its cause, and no components", () => {
  expect(reports(GATHERED)[0]).toEqual({
    name: "stream",
    status: "down",
    components: [],
    cause: "fetch failed",
    version: null,
  });
});

test("a component that is down degrades its service even where the service forgot to say so", () => {
  const told = reports({
    ...GATHERED,
    services: [answer("trading", "ok", [component("redis", { status: "down" })])],
  });
  expect(told[0]?.status).toBe("degraded");
});
