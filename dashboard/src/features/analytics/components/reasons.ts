/** Keys of `research.reasons`, and what stands in their sentences. */
export type KnownReason =
  { key: (typeof PLAIN)[keyof typeof PLAIN] } | { key: "fewerSessions"; count: number };

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
} as const;

/** What the service's reason is called in our messages; null where it is none of those we know. */
export function knownReason(reason: string): KnownReason | null {
  const needed = /^fewer than (\d+) sessions$/.exec(reason);
  if (needed !== null) return { key: "fewerSessions", count: Number(needed[1]) };
  return Object.hasOwn(PLAIN, reason) ? { key: PLAIN[reason as keyof typeof PLAIN] } : null;
}
