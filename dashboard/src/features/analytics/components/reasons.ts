/** Keys of `research.reasons`, and what stands in their sentences. */
export type KnownReason =
  { key: (typeof PLAIN)[keyof typeof PLAIN] } | { key: "fewerSessions" | "firstLook"; count: number };

const PLAIN = {
  "no trade": "noTrade",
  "no session": "noSession",
  "no decision": "noDecision",
  "no losing trade": "noLosingTrade",
  "no losing session": "noLosingSession",
  "no drawdown": "noDrawdown",
  "fewer than two sessions": "twoSessions",
  "the session returns do not vary": "noVariation",
  "the capital was lost": "capitalLost",
  "too few sessions to annualise": "tooFewToAnnualise",
  "there is no session in the period": "noSessionInPeriod",
  "fewer than four sessions": "fourSessions",
  "the moments of so few sessions contradict each other": "contradictingMoments",
  "it was not looked at yet": "notLooked",
  "there is no profit to carry": "noProfit",
  "not measured": "notMeasured",
  "neither it nor a baseline varies": "nothingVaries",
  "the account has no daily-loss limit": "noLimit",
} as const;

const COUNTED = [
  [/^fewer than (\d+) sessions$/, "fewerSessions"],
  [/^the first look is at session (\d+)$/, "firstLook"],
] as const;

/** What the service's reason is called in our messages; null where it is none of those we know. */
export function knownReason(reason: string): KnownReason | null {
  for (const [pattern, key] of COUNTED) {
    const [, count] = pattern.exec(reason) ?? [];
    if (count !== undefined) return { key, count: Number(count) };
  }
  return Object.hasOwn(PLAIN, reason) ? { key: PLAIN[reason as keyof typeof PLAIN] } : null;
}
