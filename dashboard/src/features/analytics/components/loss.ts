/** Why a champion lost its title: gates refuse it anew, or its edge decayed. */
export type Loss =
  | { readonly kind: "refused"; readonly gates: readonly string[]; readonly changed: readonly string[] }
  | { readonly kind: "decayed"; readonly value: number; readonly sessions: number; readonly day: string };

/** The service's reason taken apart; null where its words are none of those we know. */
export function lossFrom(told: string): Loss | null {
  const [, gates, changed] = /^refused by ([\w, ]+) since ([\w, ]+) changed$/.exec(told) ?? [];
  if (gates !== undefined && changed !== undefined)
    return { kind: "refused", gates: gates.split(", "), changed: changed.split(", ") };
  const [, value, sessions, day] =
    /^its edge decayed: V reached ([\d.]+) after (\d+) sessions, (\d{4}-\d{2}-\d{2})$/.exec(told) ?? [];
  if (value === undefined || sessions === undefined || day === undefined) return null;
  return { kind: "decayed", value: Number(value), sessions: Number(sessions), day };
}
