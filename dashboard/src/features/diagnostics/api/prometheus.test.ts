import { describe, expect, test } from "vitest";
import { gauge, histogram, parseMetrics, quantile } from "./prometheus";

const TEXT = `# HELP usdcop_http_request_seconds Latency of requests.
# TYPE usdcop_http_request_seconds histogram
usdcop_http_request_seconds_bucket{le="0.01",route="/a"} 50.0
usdcop_http_request_seconds_bucket{le="0.02",route="/a"} 90.0
usdcop_http_request_seconds_bucket{le="0.1",route="/a"} 99.0
usdcop_http_request_seconds_bucket{le="+Inf",route="/a"} 100.0
usdcop_http_request_seconds_count{route="/a"} 100.0
usdcop_http_request_seconds_sum{route="/a"} 1.5
usdcop_http_request_seconds_bucket{le="+Inf",route="/b"} 0.0
usdcop_http_request_seconds_count{route="/b"} 0.0
usdcop_stream_clients 3.0 1718638800000
odd{path="a\\"b\\\\c\\nd"} 1e-3
not a metric at all
`;
const samples = parseMetrics(TEXT);

describe("the text of /metrics", () => {
  test("comments and broken lines are left out", () => {
    expect(samples).toHaveLength(10);
  });

  test("a time stamp at the end is no part of the value", () => {
    expect(gauge(samples, "usdcop_stream_clients")).toBe(3);
  });

  test("escapes in labels are undone", () => {
    expect(samples.at(-1)).toEqual({ name: "odd", labels: { path: 'a"b\\c\nd' }, value: 0.001 });
  });

  test("what is not given is null, never zero", () => {
    expect(gauge(samples, "usdcop_stream_queue_depth")).toBeNull();
    expect(histogram(samples, "usdcop_decision_seconds")).toBeNull();
  });
});

describe("quantiles", () => {
  const told = histogram(samples, "usdcop_http_request_seconds", { route: "/a" });
  if (told === null) throw new Error("the histogram of /a was not found");

  test.each([
    [0.25, 0.005], // half way into the first bucket, which starts at 0
    [0.5, 0.01],
    [0.7, 0.015], // 20 of the 40 between 10 and 20 ms
    [0.95, 0.02 + (0.08 * 5) / 9],
    [0.99, 0.1],
    [0.999, 0.1], // beyond the last finite bound: at least that
  ])("%d of /a is %d s", (rank, seconds) => {
    expect(quantile(told, rank)).toBeCloseTo(seconds, 12);
  });

  test("of nothing observed there is none", () => {
    const empty = histogram(samples, "usdcop_http_request_seconds", { route: "/b" });
    expect(empty?.count).toBe(0);
    expect(empty && quantile(empty, 0.5)).toBeNull();
  });
});
