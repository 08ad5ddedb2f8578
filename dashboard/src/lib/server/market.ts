import "server-only";
import type { components } from "@/lib/api/types/trading";
import { backendUrl } from "./backends";

/** Longest the first paint waits for it; the browser asks again anyway. */
const PATIENCE_MS = 400;

/** Kind of the prices and time of the market, for the first paint; null where the trading service does not say it soon. */
export async function marketNow(): Promise<{ kind: string; at: number } | null> {
  try {
    const answer = await fetch(`${backendUrl("trading")}/health`, {
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { data_kind, market_time } = (await answer.json()) as Partial<components["schemas"]["Health"]>;
    if (data_kind === undefined || market_time === undefined) return null;
    return { kind: data_kind, at: Date.parse(market_time) };
  } catch {
    // Down or slow: the page says so itself, once it is there.
    return null;
  }
}
