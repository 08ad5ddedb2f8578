/** What keys move. */
export interface Movable {
  /** Bars in sight. */
  readonly shown: number;
  pan(bars: number): void;
  zoom(factor: number): void;
  showNewest(): void;
  showOldest(): void;
}

type Pressed = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

const ZOOM = 1.25;

/** Does what a key means to a chart; false where it means nothing. */
export function stepOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed, chart: Movable): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  const step = Math.max(1, Math.round(chart.shown * (shiftKey ? 0.9 : 0.1)));
  const steps: Record<string, () => void> = {
    ArrowLeft: () => chart.pan(-step),
    ArrowRight: () => chart.pan(step),
    "+": () => chart.zoom(ZOOM),
    "=": () => chart.zoom(ZOOM),
    "-": () => chart.zoom(1 / ZOOM),
    Home: () => chart.showOldest(),
    End: () => chart.showNewest(),
  };
  const found = steps[key];
  found?.();
  return found !== undefined;
}
