import type { components } from "@/lib/api/types/trading";
import type { PredictionBody } from "@/lib/stream/messages";
import { sessionOf } from "@/lib/format/times";

type Prediction = components["schemas"]["Prediction"];
export type Role = "champion" | "challenger" | "shadow";

/** What a bundle said at the close of a bar; `late` is null where REST told it, which does not say. */
export type Opinion = Omit<Prediction, "alias"> & { readonly alias: Role; readonly late: boolean | null };

/** Opinions in memory: about ten sessions of three bundles. */
const KEPT = 2_000;

/** An opinion as REST tells it; null where the bundle had no role. */
export function opinionOf(prediction: Prediction): Opinion | null {
  const { alias } = prediction;
  return alias === "champion" || alias === "challenger" || alias === "shadow"
    ? { ...prediction, alias, late: null }
    : null;
}

export function opinionsOf(predictions: readonly Prediction[]): Opinion[] {
  return predictions.flatMap((prediction) => opinionOf(prediction) ?? []);
}

export function opinionFrom({ timestamp, data }: PredictionBody, data_kind: string): Opinion {
  return { ...data, time: timestamp, session: sessionOf(timestamp), data_kind, bars_changed: null };
}

/** Opinions of both, newest first; of the same bundle at the same bar the second's, but a known `late` is kept. */
export function mergedOpinions(before: readonly Opinion[], more: readonly Opinion[]): Opinion[] {
  const byId = new Map(before.map((opinion) => [idOf(opinion), opinion]));
  for (const opinion of more) {
    const known = byId.get(idOf(opinion));
    byId.set(idOf(opinion), { ...opinion, late: opinion.late ?? known?.late ?? null });
  }
  return [...byId.values()].sort((one, other) => timeOf(other) - timeOf(one)).slice(0, KEPT);
}

/** One deployed bundle in one role, with what it said. */
export interface Voice {
  readonly role: Role;
  readonly bundle: string;
  readonly version: string;
  /** Newest first; never empty. */
  readonly opinions: readonly [Opinion, ...Opinion[]];
}

const ORDER: Record<Role, number> = { champion: 0, challenger: 1, shadow: 2 };

/** Who spoke in the newest session of `opinions`: the champion first, then the challenger, then the shadows. */
export function voicesOf(opinions: readonly Opinion[]): Voice[] {
  const session = opinions[0]?.session;
  const voices = new Map<string, Opinion[]>();
  for (const opinion of opinions) {
    if (opinion.session !== session) continue;
    const key = `${opinion.alias}:${opinion.bundle_hash}`;
    voices.set(key, [...(voices.get(key) ?? []), opinion]);
  }
  return [...voices.values()]
    .flatMap(([newest, ...rest]) => (newest === undefined ? [] : [voice([newest, ...rest])]))
    .sort((one, other) => ORDER[one.role] - ORDER[other.role] || one.bundle.localeCompare(other.bundle));
}

/** Where a voice's target changed, oldest first: within a session, which begins flat. */
export function changesOf(opinions: readonly Opinion[]): Opinion[] {
  let session = "";
  let target = 0;
  return opinions.toReversed().filter((opinion) => {
    if (opinion.session !== session) [session, target] = [opinion.session, 0];
    const changed = opinion.target !== target;
    target = opinion.target;
    return changed;
  });
}

function voice(opinions: readonly [Opinion, ...Opinion[]]): Voice {
  const { alias, bundle_hash, model_version } = opinions[0];
  return { role: alias, bundle: bundle_hash, version: model_version, opinions };
}

const idOf = ({ time, alias, bundle_hash }: Opinion) => `${Date.parse(time)}:${alias}:${bundle_hash}`;
const timeOf = ({ time }: Opinion) => Date.parse(time);
