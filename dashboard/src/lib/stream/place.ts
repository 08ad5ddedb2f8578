import type { Snapshot, StreamEvent } from "./messages";

/** Where a subscriber stands in one stream: the last event it has seen. */
export interface Place {
  readonly epoch: number;
  readonly seq: number;
}

/** What becomes of an event: it is next, it was seen before, or something is missing before it. */
export type Verdict = "next" | "seen" | "hole";

/** Pure rule of the protocol: within an epoch each number comes once and in order, but for ticks that a slow client skips. */
export function judge(
  place: Place | null,
  event: Pick<StreamEvent, "epoch" | "seq" | "skipped_from">,
): Verdict {
  if (place === null) return "hole";
  if (event.epoch !== place.epoch) return event.epoch < place.epoch ? "seen" : "hole";
  if (event.seq <= place.seq) return "seen";
  return event.seq === place.seq + 1 || event.skipped_from === place.seq + 1 ? "next" : "hole";
}

/** The place after a snapshot; null where the stream has had no event yet. */
export function placeOf({ epoch, seq }: Pick<Snapshot, "epoch" | "seq">): Place | null {
  return epoch === null || seq === null ? null : { epoch, seq };
}
