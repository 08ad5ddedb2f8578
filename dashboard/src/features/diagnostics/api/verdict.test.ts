import { describe, expect, test } from "vitest";
import type { ServiceReport } from "./services";
import { byArea, type Facts, verdict } from "./verdict";

const service = (name: string, more: Partial<ServiceReport> = {}): ServiceReport => ({
  name,
  status: "ok",
  components: [],
  cause: null,
  version: "0.1.0",
  ...more,
});

const SERVICES = ["trading", "analytics", "pipeline", "compliance", "orchestrator", "stream"].map((name) =>
  service(name),
);

const MARKET: NonNullable<Facts["market"]> = {
  symbol: "USDCOP",
  status: "ok",
  cause: null,
  next_step: null,
  market_status: {
    is_open: true,
    current_time: "2025-06-18T15:00:00Z",
    timezone: "America/Bogota",
    trading_hours: "08:00-13:00",
    trading_days: "Monday-Friday, except Colombian holidays",
    next_event: "2025-06-18T18:00:00Z",
    next_event_type: "market_close",
    time_to_next_event: 10_800,
  },
  closed_because: null,
  state: "live",
  price_at: "2025-06-18T14:59:55Z",
  age_seconds: 5,
  last_bar: "2025-06-18T14:55:00Z",
  expected_bars: 24,
  missing_bars: 0,
};

const WELL: Facts = {
  viewer: { name: "maria", roles: ["trader"] },
  services: SERVICES,
  market: MARKET,
  feed: { phase: "COLLECTING", causes: [], leading: true, replay_ended: false, clock_skew: null },
  quality: "live",
  trading: { state: "ACTIVE", actor: "omar", reason: "first start", at: "2025-06-13T12:00:00Z" },
  link: "live",
};

const closed = (because: string | null): Facts["market"] => ({
  ...MARKET,
  closed_because: because,
  state: "closed",
  market_status: { ...MARKET.market_status, is_open: false },
});
const feed = (more: Partial<NonNullable<Facts["feed"]>>): Partial<Facts> => ({
  feed: { phase: "COLLECTING", causes: [], leading: true, replay_ended: false, clock_skew: null, ...more },
});
const trouble = (name: "matcher" | "credits" | "postgres" | "vendor") =>
  feed({
    causes: [{ trouble: name, sentence: "It broke.", next_step: "Mend it.", since: "2025-06-18T14:00:00Z" }],
  });
const without = (name: string) => ({ services: SERVICES.filter((one) => one.name !== name) });
const down = (name: string) => ({
  services: SERVICES.map((one) =>
    one.name === name ? service(name, { status: "down", cause: "refused" }) : one,
  ),
});

const judged = (change: Partial<Facts>) => verdict({ ...WELL, ...change });

test("where all is well and known, yes, with nothing to say", () => {
  expect(judged({})).toEqual({ answer: "yes", reasons: [] });
});

describe("no, with the reason", () => {
  test.each<[string, Partial<Facts>]>([
    ["signedOut", { viewer: null }],
    ["noRole", { viewer: { name: "ana", roles: ["viewer", "compliance"] } }],
    ["marketClosed", { market: closed(null) }],
    ["marketClosedFor", { market: closed("Corpus Christi") }],
    ["halted", { trading: { state: "HALTED", actor: "maria", reason: "odd", at: "2025-06-18T14:00:00Z" } }],
    [
      "reduceOnly",
      { trading: { state: "REDUCE_ONLY", actor: "maria", reason: "odd", at: "2025-06-18T14:00:00Z" } },
    ],
    ["quoteOld", { market: { ...MARKET, state: "delayed", age_seconds: 200 } }],
    ["quoteOld", { market: { ...MARKET, state: "stale", age_seconds: 2_000 } }],
    ["quoteOld", { quality: "stale" }],
    ["quoteDoubtful", { quality: "doubtful" }],
    ["quoteNone", { market: { ...MARKET, state: null, age_seconds: null } }],
    ["feedTrouble", trouble("matcher")],
    ["feedTrouble", trouble("postgres")],
    ["feedWaits", feed({ phase: "WAITING_FOR_L0" })],
    ["replayEnded", feed({ replay_ended: true })],
    ["serviceDown", down("trading")],
    ["serviceDown", down("orchestrator")],
    ["serviceDown", down("stream")],
    ["linkLost", { link: "offline" }],
  ])("%s", (code, change) => {
    const { answer, reasons } = judged(change);
    expect(answer).toBe("no");
    expect(reasons.map((reason) => reason.code)).toEqual([code]);
  });
});

describe("not known is never a yes", () => {
  test.each<[string, Partial<Facts>]>([
    ["viewerUnknown", { viewer: undefined }],
    ["servicesUnknown", { services: null }],
    ["serviceUnknown", without("trading")],
    ["serviceUnknown", without("stream")],
    ["stateUnknown", { trading: null }],
    ["feedUnknown", { feed: null }],
    ["feedStandsBy", feed({ leading: false })],
    ["linkConnecting", { link: "connecting" }],
    ["linkConnecting", { link: "reconnecting" }],
  ])("%s", (code, change) => {
    const { answer, reasons } = judged(change);
    expect(answer).toBe("unknown");
    expect(reasons.map((reason) => reason.code)).toEqual([code]);
  });

  test("without the market's health neither market nor quote are known", () => {
    const { answer, reasons } = judged({ market: null });
    expect(answer).toBe("unknown");
    expect(reasons.map((reason) => reason.code)).toEqual(["marketUnknown", "quoteUnknown"]);
  });

  test("nothing known at all", () => {
    const nothing: Facts = {
      viewer: undefined,
      services: null,
      market: null,
      feed: null,
      quality: null,
      trading: null,
      link: "connecting",
    };
    expect(verdict(nothing).answer).toBe("unknown");
    expect(byArea(verdict(nothing)).every(({ weight }) => weight === "unknown")).toBe(true);
  });
});

describe("yes, with care", () => {
  test.each<[string, Partial<Facts>]>([
    ["serviceDown", down("analytics")],
    ["feedTrouble", trouble("credits")],
    ["feedTrouble", trouble("vendor")],
    [
      "componentBad",
      {
        services: SERVICES.map((one) =>
          one.name === "trading"
            ? service("trading", {
                status: "degraded",
                components: [
                  { name: "redis", status: "degraded", cause: "slow", next_step: "wait", essential: false },
                ],
              })
            : one,
        ),
      },
    ],
  ])("%s", (code, change) => {
    const { answer, reasons } = judged(change);
    expect(answer).toBe("yes");
    expect(reasons.map((reason) => [reason.code, reason.weight])).toEqual([[code, "care"]]);
  });
});

test("a plain no outweighs what is not known, which outweighs what is to be minded", () => {
  const { answer, reasons } = judged({ ...trouble("credits"), trading: null, viewer: null });
  expect(answer).toBe("no");
  expect(reasons.map(({ weight }) => weight)).toEqual(["no", "unknown", "care"]);
});

test("a service that is down is told in the words of its essential component", () => {
  const broken = service("trading", {
    status: "down",
    components: [
      { name: "database", status: "down", cause: "Refused.", next_step: "Start it.", essential: true },
    ],
  });
  const { reasons } = judged({ services: [broken, ...SERVICES.slice(1)] });
  expect(reasons[0]?.said).toEqual({ cause: "Refused.", next: "Start it." });
});

test("each area is as grave as its gravest reason", () => {
  const areas = byArea(judged({ ...trouble("matcher"), link: "reconnecting" }));
  expect(areas.filter(({ weight }) => weight !== null)).toEqual([
    { area: "feed", weight: "no" },
    { area: "link", weight: "unknown" },
  ]);
});

test("of a closed market the quote is not called fresh", () => {
  const areas = byArea(judged({ market: closed("weekend") }));
  expect(areas.filter(({ weight }) => weight === "no").map(({ area }) => area)).toEqual(["market", "quote"]);
});
