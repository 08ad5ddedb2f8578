import {
  CandlestickSeries,
  ColorType,
  createChart,
  createSeriesMarkers,
  CrosshairMode,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineSeries,
  LineStyle,
  type LogicalRange,
  type MouseEventParams,
  type SeriesMarker,
  TickMarkType,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import type { EpochMs } from "./grid";
import { type Marker, markersFor } from "./markers";
import { faded, onThemeChange, type Palette, readPalette } from "./palette";
import { type Ground, GroundPrimitive } from "./primitives";
import { type Overlay, PANES, type Row, ROWS } from "./series";
import { firstChange, holesOf, sessionStarts, type Slot } from "./slots";

/** A place under the pointer, and where in the chart, in pixels. */
export interface Hover {
  readonly place: number;
  readonly x: number;
  readonly y: number;
}

/** How the axes write, in the language of the page. */
export interface Formats {
  price(value: number): string;
  /** Label of the crosshair: the whole instant in Bogotá. */
  moment(at: EpochMs): string;
  tick(at: EpochMs, kind: "year" | "month" | "day" | "time"): string;
}

export interface Listeners {
  hovered(hover: Hover | null): void;
  /** The oldest bars come into sight: more are wanted. */
  nearStart(): void;
}

type AnySeries = ISeriesApi<"Line"> | ISeriesApi<"Histogram">;
type Drawn = readonly [Row, AnySeries];

/** A pan to the left asks for more once so few bars are left there. */
const NEAR = 120;
const TICKS = {
  [TickMarkType.Year]: "year",
  [TickMarkType.Month]: "month",
  [TickMarkType.DayOfMonth]: "day",
  [TickMarkType.Time]: "time",
  [TickMarkType.TimeWithSeconds]: "time",
} as const;

/** The canvas: told what to show, it draws only what changed. Knows no React and no service. */
export class PriceEngine {
  private readonly chart: IChartApi;
  private readonly candles: ISeriesApi<"Candlestick">;
  private marks: ISeriesMarkersPluginApi<Time> | null = null;
  private drawn: readonly Drawn[] = [];
  private grounds: GroundPrimitive[] = [];
  private slots: readonly Slot[] = [];
  private markers: readonly Marker[] = [];
  private palette: Palette;
  private readonly stopWatching: () => void;
  private hasView = false;

  constructor(
    private readonly container: HTMLElement,
    private formats: Formats,
    private readonly listeners: Listeners,
  ) {
    this.palette = readPalette(container);
    this.chart = createChart(container, { autoSize: true });
    this.candles = this.chart.addSeries(CandlestickSeries, { borderVisible: false });
    this.paint();
    this.configure([]);
    this.stopWatching = onThemeChange(() => this.paint());
    this.chart.subscribeCrosshairMove((event) => this.moved(event));
    this.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => this.ranged(range));
  }

  dispose(): void {
    this.stopWatching();
    this.chart.remove();
  }

  /** Which figures are drawn beside the candles. */
  configure(overlays: readonly Overlay[]): void {
    for (const [, series] of this.drawn) this.chart.removeSeries(series);
    const panes = PANES.filter((pane) => overlays.includes(pane));
    this.drawn = ROWS.filter(({ overlay }) => overlays.includes(overlay)).map((row) => [
      row,
      this.addRow(row, panes.indexOf(row.overlay) + 1),
    ]);
    this.chart.panes().forEach((pane, index) => pane.setStretchFactor(index === 0 ? 4 : 1));
    this.ground();
    this.fill();
    this.paint();
  }

  /** Shows these places; of a change at the end only that is drawn anew. */
  show(slots: readonly Slot[]): void {
    const from = firstChange(this.slots, slots);
    const before = this.slots;
    this.slots = slots;
    if (from === slots.length && from === before.length) return;
    const isTail = before.length > 0 && slots.length >= before.length && from >= before.length - 80;
    if (isTail && sameTimes(before, slots, from)) this.update(from, before);
    else this.fill();
    if (slots.length !== before.length || slots[from]?.bar === null || before[from]?.bar === null)
      for (const ground of this.grounds) ground.show(this.groundOf());
    if (!this.hasView && slots.length > 0) this.showNewest();
  }

  mark(markers: readonly Marker[]): void {
    this.markers = markers;
    // It looks through all bars at each change: only where there is something to mark.
    if (markers.length === 0) {
      this.marks?.detach();
      this.marks = null;
      return;
    }
    this.marks ??= createSeriesMarkers(this.candles, []);
    this.marks.setMarkers(
      markersFor(markers, this.palette).map(
        (one) => ({ ...one, time: seconds(one.time) }) as SeriesMarker<Time>,
      ),
    );
  }

  speak(formats: Formats): void {
    this.formats = formats;
    this.paint();
  }

  /** Bars that fit in the chart's width now. */
  get shown(): number {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    return range === null ? 0 : range.to - range.from;
  }

  /** By how many bars to move; negative into the past. */
  pan(bars: number): void {
    const scale = this.chart.timeScale();
    scale.scrollToPosition(scale.scrollPosition() + bars, false);
  }

  /** Above 1: nearer. */
  zoom(factor: number): void {
    const scale = this.chart.timeScale();
    const { barSpacing, minBarSpacing } = scale.options();
    scale.applyOptions({ barSpacing: Math.min(60, Math.max(minBarSpacing, barSpacing * factor)) });
  }

  showNewest(): void {
    this.hasView = true;
    this.chart.timeScale().scrollToRealTime();
  }

  showOldest(): void {
    const width = this.shown;
    this.chart.timeScale().setVisibleLogicalRange({ from: 0, to: width });
  }

  private addRow(row: Row, pane: number): AnySeries {
    const quiet = { priceLineVisible: false, lastValueVisible: pane > 0, crosshairMarkerVisible: false };
    if (row.shape === "histogram") return this.chart.addSeries(HistogramSeries, quiet, pane);
    const style = row.dashed === true ? LineStyle.Dashed : LineStyle.Solid;
    const line = this.chart.addSeries(LineSeries, { ...quiet, lineWidth: 1, lineStyle: style }, pane);
    if (row.id === "rsi") {
      line.applyOptions({ autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }) });
      for (const price of [30, 70])
        line.createPriceLine({ price, color: this.palette.line, lineWidth: 1, axisLabelVisible: false });
    }
    return line;
  }

  private fill(): void {
    this.candles.setData(this.slots.map(candleAt));
    for (const [row, series] of this.drawn) series.setData(this.slots.map((slot) => this.point(row, slot)));
    for (const ground of this.grounds) ground.show(this.groundOf());
  }

  /** Draws what changed from a place on. Each series that is touched is prepared anew as a whole, so only those are that changed. */
  private update(from: number, before: readonly Slot[]): void {
    for (let place = from; place < this.slots.length; place += 1) {
      const slot = this.slots[place];
      if (slot === undefined) return;
      const known = before[place];
      const isPast = place < before.length - 1;
      if (known === undefined || !sameCandle(known.bar, slot.bar))
        this.candles.update(candleAt(slot), isPast);
      for (const [row, series] of this.drawn) {
        const value = slot.bar && row.value(slot.bar);
        // A place that has no figure needs no entry: the candles keep it.
        if (value !== (known?.bar ? row.value(known.bar) : null))
          series.update(this.point(row, slot), isPast);
      }
    }
  }

  private point(row: Row, { time, bar }: Slot) {
    const value = bar === null ? null : row.value(bar);
    if (bar === null || value === null) return { time: seconds(time) };
    return row.shape === "histogram"
      ? { time: seconds(time), value, color: row.colour(this.palette, bar) }
      : { time: seconds(time), value };
  }

  private ground(): void {
    this.grounds = this.chart.panes().map((pane, index) => {
      const ground = new GroundPrimitive(this.groundOf(), index === 0);
      // A pane that was there before has its ground already.
      const known = kept.get(pane);
      if (known !== undefined) pane.detachPrimitive(known);
      kept.set(pane, ground);
      pane.attachPrimitive(ground);
      return ground;
    });
  }

  private groundOf(): Ground {
    return {
      palette: this.palette,
      holes: holesOf(this.slots),
      sessions: sessionStarts(this.slots),
      dayAt: (place) => this.formats.tick(this.slots[place]?.time ?? 0, "day"),
    };
  }

  private paint(): void {
    this.palette = readPalette(this.container);
    const { surface, muted, line, up, down, faint } = this.palette;
    this.chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: surface },
        textColor: muted,
        fontFamily: "'Inter Variable', sans-serif",
        fontSize: 11,
        panes: { separatorColor: line, separatorHoverColor: faded(faint, 0.3) },
      },
      grid: { vertLines: { visible: false }, horzLines: { color: faded(line, 0.6) } },
      crosshair: {
        mode: CrosshairMode.Normal,
        vertLine: { color: faint, labelBackgroundColor: faint },
        horzLine: { color: faint, labelBackgroundColor: faint },
      },
      rightPriceScale: { borderColor: line },
      timeScale: {
        borderColor: line,
        timeVisible: true,
        rightOffset: 6,
        minBarSpacing: 0.6,
        tickMarkFormatter: (time: Time, kind: TickMarkType) =>
          this.formats.tick(Number(time) * 1_000, TICKS[kind]),
      },
      localization: {
        priceFormatter: (value: number) => this.formats.price(value),
        timeFormatter: (time: Time) => this.formats.moment(Number(time) * 1_000),
      },
    });
    this.candles.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
    for (const [row, series] of this.drawn) series.applyOptions({ color: row.colour(this.palette) });
    for (const [row, series] of this.drawn)
      if (row.shape === "histogram") series.setData(this.slots.map((slot) => this.point(row, slot)));
    for (const ground of this.grounds) ground.show(this.groundOf());
    this.mark(this.markers);
  }

  private moved({ logical, point }: MouseEventParams): void {
    const isOver = logical !== undefined && point !== undefined && this.slots[logical] !== undefined;
    this.listeners.hovered(isOver ? { place: logical, x: point.x, y: point.y } : null);
  }

  private ranged(range: LogicalRange | null): void {
    if (range !== null && this.slots.length > 0 && range.from < NEAR) this.listeners.nearStart();
  }
}

const kept = new WeakMap<object, GroundPrimitive>();

const seconds = (time: EpochMs) => (time / 1_000) as UTCTimestamp;

function candleAt({ time, bar }: Slot) {
  if (bar === null) return { time: seconds(time) };
  const { open, high, low, close } = bar;
  return { time: seconds(time), open, high, low, close };
}

function sameCandle(one: Slot["bar"], other: Slot["bar"]): boolean {
  if (one === null || other === null) return one === other;
  return (["open", "high", "low", "close"] as const).every((key) => one[key] === other[key]);
}

function sameTimes(before: readonly Slot[], after: readonly Slot[], from: number): boolean {
  return before.slice(from).every(({ time }, index) => after[from + index]?.time === time);
}
