import { expect, test } from "vitest";
import { creditPlan } from "./credits";
import { parseMetrics } from "./prometheus";
import { lateDecisions, pool, quantiles, routeLatencies, streamLoad } from "./readings";

const samples = parseMetrics(`
usdcop_http_requests_total{method="GET",route="/slow",status="200"} 6.0
usdcop_http_requests_total{method="GET",route="/slow",status="500"} 2.0
usdcop_http_requests_total{method="GET",route="/slow",status="503"} 2.0
usdcop_http_request_seconds_bucket{le="0.01",route="/fast"} 10.0
usdcop_http_request_seconds_bucket{le="+Inf",route="/fast"} 10.0
usdcop_http_request_seconds_count{route="/fast"} 10.0
usdcop_http_request_seconds_bucket{le="0.01",route="/slow"} 0.0
usdcop_http_request_seconds_bucket{le="1.0",route="/slow"} 10.0
usdcop_http_request_seconds_bucket{le="+Inf",route="/slow"} 10.0
usdcop_http_request_seconds_count{route="/slow"} 10.0
usdcop_database_pool_size 5.0
usdcop_database_pool_in_use 2.0
usdcop_stream_clients 0.0
usdcop_stream_queue_depth 4.0
`);

test("routes with the slowest first, and how many answers were failures", () => {
  const rows = routeLatencies("trading", samples);
  expect(rows.map(({ route, count, failures }) => [route, count, failures])).toEqual([
    ["/slow", 10, 4],
    ["/fast", 10, 0],
  ]);
  expect(rows[1]?.p50).toBeCloseTo(0.005);
});

test("a figure that is zero is zero, one that is not given is null", () => {
  expect(streamLoad(samples)).toMatchObject({ clients: 0, queued: 4, slow: null, sent: null });
  expect(lateDecisions(samples)).toBeNull();
  expect(quantiles(samples, "usdcop_decision_seconds")).toBeNull();
});

test("the pool of connections, where there is one", () => {
  expect(pool(samples)).toEqual({ size: 5, inUse: 2 });
  expect(pool([])).toBeNull();
});

test("credits: a quote every 27 s for an hour, twelve bars and as many runs of L0", () => {
  expect(creditPlan(300, 27, 3_600)).toEqual({ left: 300, quotes: 134, bars: 24, spare: 142 });
});

test.each([
  [null, 3_600],
  [27, null],
  [27, 0],
])("with an interval of %s and %s s to go nothing is planned", (interval, untilClose) => {
  expect(creditPlan(300, interval, untilClose)).toBeNull();
});
