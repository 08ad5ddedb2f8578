import { afterEach, describe, expect, it, vi } from "vitest";
import { backendUrl, isService, SERVICES } from "./backends";

afterEach(() => vi.unstubAllEnvs());

describe("where the services are", () => {
  it("is on this machine unless somebody says otherwise", () => {
    vi.stubEnv("USDCOP_TRADING_URL", undefined);
    expect(backendUrl("trading")).toBe("http://127.0.0.1:8000");
  });

  it("is read when asked, so that one build serves everywhere, and has no slash at its end", () => {
    vi.stubEnv("USDCOP_STREAM_URL", "https://stream.example/");
    expect(backendUrl("stream")).toBe("https://stream.example");
    vi.stubEnv("USDCOP_STREAM_URL", "http://127.0.0.1:9182");
    expect(backendUrl("stream")).toBe("http://127.0.0.1:9182");
  });

  it.each(["__proto__", "constructor", "toString", "trading/", "TRADING", ""])("%o is no service", (name) => {
    expect(isService(name)).toBe(false);
  });

  it("knows all services", () => {
    expect(SERVICES.every(isService)).toBe(true);
    expect(SERVICES).toHaveLength(6);
  });
});
