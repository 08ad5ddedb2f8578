import type {
  Coordinate,
  IChartApiBase,
  IPanePrimitive,
  IPanePrimitivePaneView,
  IPrimitivePaneRenderer,
  Logical,
  PaneAttachedParameter,
} from "lightweight-charts";
import { faded, type Palette } from "./palette";
import { firstFrom, type Hole } from "./slots";

type Target = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** What is drawn behind the bars of a pane. */
export interface Ground {
  readonly palette: Palette;
  readonly holes: readonly Hole[];
  readonly sessions: readonly number[];
  /** Name of the day at a place. */
  dayAt(place: number): string;
}

/** Sessions of this many pixels or less have no line: the axis would be all lines. */
const CLOSEST = 26;
const HATCH = 6;

/** Lines where sessions begin, and hatching over missing bars. Of the first pane the lines have the day's name. */
export class GroundPrimitive implements IPanePrimitive {
  private chart: IChartApiBase | null = null;
  private repaint: (() => void) | null = null;
  private readonly views: readonly IPanePrimitivePaneView[];

  constructor(
    private ground: Ground,
    private readonly withNames: boolean,
  ) {
    const renderer: IPrimitivePaneRenderer = { draw: (target) => this.draw(target) };
    this.views = [{ zOrder: () => "bottom", renderer: () => renderer }];
  }

  attached({ chart, requestUpdate }: PaneAttachedParameter): void {
    this.chart = chart;
    this.repaint = requestUpdate;
  }

  detached(): void {
    this.chart = null;
    this.repaint = null;
  }

  paneViews(): readonly IPanePrimitivePaneView[] {
    return this.views;
  }

  show(ground: Ground): void {
    this.ground = ground;
    this.repaint?.();
  }

  private draw(target: Target): void {
    const scale = this.chart?.timeScale();
    const range = scale?.getVisibleLogicalRange();
    if (!scale || !range) return;
    const x = (place: number): Coordinate | null => scale.logicalToCoordinate(place as Logical);
    // Asked of the options, all of them would be copied, in each frame.
    const spacing = (x(1) ?? 0) - (x(0) ?? 0);
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      this.drawHoles(context, mediaSize.height, range, spacing, x);
      this.drawSessions(context, mediaSize.height, range, spacing, x);
    });
  }

  private drawHoles(
    context: CanvasRenderingContext2D,
    height: number,
    range: { from: number; to: number },
    spacing: number,
    x: (place: number) => Coordinate | null,
  ): void {
    const { holes, palette } = this.ground;
    for (const { from, to } of holes) {
      if (to < range.from || from > range.to) continue;
      const [start, end] = [x(from), x(to)];
      if (start === null || end === null) continue;
      hatch(context, palette, start - spacing / 2, end + spacing / 2, height);
    }
  }

  private drawSessions(
    context: CanvasRenderingContext2D,
    height: number,
    range: { from: number; to: number },
    spacing: number,
    x: (place: number) => Coordinate | null,
  ): void {
    const { sessions, palette } = this.ground;
    const first = firstFrom(sessions, range.from);
    const second = sessions[first + 1];
    const apart = second === undefined ? Infinity : (second - (sessions[first] ?? 0)) * spacing;
    if (apart < CLOSEST) return;
    context.font = "10px 'Inter Variable', sans-serif";
    for (let at = first; at < sessions.length; at += 1) {
      const place = sessions[at];
      if (place === undefined || place > range.to) return;
      const middle = x(place);
      if (middle === null) continue;
      const edge = Math.round(middle - spacing / 2) + 0.5;
      context.strokeStyle = palette.line;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(edge, 0);
      context.lineTo(edge, height);
      context.stroke();
      if (this.withNames && apart > 2.5 * CLOSEST) {
        context.fillStyle = palette.faint;
        context.fillText(this.ground.dayAt(place), edge + 4, height - 6);
      }
    }
  }
}

/** Diagonal lines from `left` to `right`: something is missing, nothing is drawn for it. */
function hatch(
  context: CanvasRenderingContext2D,
  palette: Palette,
  left: number,
  right: number,
  height: number,
): void {
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, height);
  context.fillStyle = faded(palette.warn, 0.06);
  context.fill();
  context.clip();
  context.strokeStyle = faded(palette.warn, 0.35);
  context.lineWidth = 1;
  context.beginPath();
  // Started on a fixed grid, so that the lines do not crawl while the chart is panned.
  for (let from = Math.floor((left - height) / HATCH) * HATCH; from < right; from += HATCH) {
    context.moveTo(from, height);
    context.lineTo(from + height, 0);
  }
  context.stroke();
  context.restore();
}
