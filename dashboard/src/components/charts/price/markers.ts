import type { SeriesMarkerPosition, SeriesMarkerShape } from "lightweight-charts";
import type { EpochMs } from "./grid";
import type { Palette } from "./palette";

/** Pesos per dollar. A price is never a pixel. */
export type Price = number & { readonly __unit?: "COP per USD" };

/** Something that happened at a bar: a new target, or a fill. */
export interface Marker {
  /** Opening of the bar. */
  readonly time: EpochMs;
  readonly kind: "long" | "short" | "flat" | "bought" | "sold";
  /** Of a fill. */
  readonly price?: Price;
  readonly text?: string;
}

interface Look {
  readonly shape: SeriesMarkerShape;
  readonly position: SeriesMarkerPosition;
  readonly token: keyof Palette;
}

const LOOKS: Readonly<Record<Marker["kind"], Look>> = {
  long: { shape: "arrowUp", position: "belowBar", token: "up" },
  short: { shape: "arrowDown", position: "aboveBar", token: "down" },
  flat: { shape: "circle", position: "aboveBar", token: "faint" },
  bought: { shape: "square", position: "atPriceMiddle", token: "up" },
  sold: { shape: "square", position: "atPriceMiddle", token: "down" },
};

/** Markers as the chart draws them, oldest first as it demands. */
export function markersFor(markers: readonly Marker[], palette: Palette) {
  return markers
    .map(({ time, kind, price, text }) => ({
      time,
      shape: LOOKS[kind].shape,
      position: LOOKS[kind].position,
      color: palette[LOOKS[kind].token],
      size: price === undefined ? 1 : 0.8,
      ...(price !== undefined && { price }),
      ...(text !== undefined && { text }),
    }))
    .sort((one, other) => one.time - other.time);
}
