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
} from "lightweight-charts";
import { type CandlePoint, candleAt, type RowPoint, rowAt, seconds } from "./drawings";
import type { EpochMs, Timeframe } from "./grid";
import { type Marker, markersFor } from "./markers";
import { faded, onThemeChange, type Palette, readPalette } from "./palette";
import { type Ground, GroundPrimitive } from "./primitives";
import { type Overlay, PANES, type Row, ROWS } from "./series";
import { ahead, firstChange, holesOf, newestSession, sessionStarts, type Slot } from "./slots";
import { type Drawing, Tailed } from "./tailed";

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

/** A row of figures: how it is drawn, and the library's two series that draw it. */
interface Drawn {
  readonly row: Row;
  readonly parts: readonly [AnySeries, AnySeries];
  readonly tailed: Tailed<RowPoint>;
}

/** A pan to the left asks for more once so few bars are left there. */
const NEAR = 120;
/** Bars left free to the right of the newest. */
const MARGIN = 6;
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
  /** Keeps all places, those without figures too: their order is never computed anew for a price. */
  private readonly axis: ISeriesApi<"Line">;
  private readonly candles: readonly [ISeriesApi<"Candlestick">, ISeriesApi<"Candlestick">];
  private readonly bars: Tailed<CandlePoint>;
  private readonly marks: readonly [ISeriesMarkersPluginApi<Time>, ISeriesMarkersPluginApi<Time>];
  private drawn: readonly Drawn[] = [];
  private grounds: GroundPrimitive[] = [];
  private slots: readonly Slot[] = [];
  /** Times of the places that the axis has; the rest of the newest session is among them. */
  private times: readonly EpochMs[] = [];
  /** Place from which on the tails draw. */
  private split = 0;
  private markers: readonly Marker[] = [];
  private palette: Palette;
  private readonly stopWatching: () => void;
  private hasView = false;

  constructor(
    private readonly container: HTMLElement,
    private readonly timeframe: Timeframe,
    private formats: Formats,
    private readonly listeners: Listeners,
  ) {
    this.palette = readPalette(container);
    this.chart = createChart(container, { autoSize: true });
    this.axis = this.chart.addSeries(LineSeries, { priceLineVisible: false, lastValueVisible: false });
    const past = this.chart.addSeries(CandlestickSeries, { borderVisible: false, priceLineVisible: false });
    const tail = this.chart.addSeries(CandlestickSeries, { borderVisible: false });
    this.candles = [past, tail];
    this.bars = new Tailed<CandlePoint>(past, tail, { point: candleAt, isLine: false, isNamed: true });
    this.marks = [createSeriesMarkers(past, []), createSeriesMarkers(tail, [])];
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
    for (const { parts } of this.drawn) for (const part of parts) this.chart.removeSeries(part);
    const panes = PANES.filter((pane) => overlays.includes(pane));
    this.drawn = ROWS.filter(({ overlay }) => overlays.includes(overlay)).map((row) =>
      this.addRow(row, panes.indexOf(row.overlay) + 1),
    );
    this.chart.panes().forEach((pane, index) => pane.setStretchFactor(index === 0 ? 4 : 1));
    this.ground();
    this.fill();
    this.paint();
  }

  /** Shows these places; of a change in the newest session only that is drawn anew. */
  show(slots: readonly Slot[]): void {
    const from = firstChange(this.slots, slots);
    const before = this.slots;
    this.slots = slots;
    if (from === slots.length && from === before.length) return;
    if (before.length > 0 && from >= this.split && this.hasPlaces(from)) this.move();
    else this.fill();
    if (slots.length !== before.length || slots[from]?.bar === null || before[from]?.bar === null)
      for (const ground of this.grounds) ground.show(this.groundOf());
    if (!this.hasView && slots.length > 0) this.showNewest();
  }

  mark(markers: readonly Marker[]): void {
    this.markers = markers;
    const [first, split] = [this.slots[0]?.time ?? Infinity, this.slots[this.split]?.time ?? Infinity];
    const all = markersFor(markers, this.palette).map(
      (one) => ({ ...one, time: seconds(one.time) }) as SeriesMarker<Time>,
    );
    // Those of bars that are not loaded yet have no place.
    const since = (from: EpochMs, to: EpochMs) =>
      all.filter(({ time }) => Number(time) * 1_000 >= from && Number(time) * 1_000 < to);
    this.marks[0].setMarkers(since(first, split));
    this.marks[1].setMarkers(since(split, Infinity));
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
    // At once: where frames are slow, the library's own way there ends before it has arrived.
    this.chart.timeScale().scrollToPosition(MARGIN, false);
  }

  showOldest(): void {
    const width = this.shown;
    this.chart.timeScale().setVisibleLogicalRange({ from: 0, to: width });
  }

  private addRow(row: Row, pane: number): Drawn {
    const parts = [this.addPart(row, pane), this.addPart(row, pane)] as const;
    const drawing: Drawing<RowPoint> = {
      point: (slot, next) => rowAt(row, this.palette, slot, next),
      isLine: row.shape === "line",
      isNamed: pane > 0,
    };
    if (row.id === "rsi")
      for (const price of [30, 70])
        parts[0].createPriceLine({ price, color: this.palette.line, lineWidth: 1, axisLabelVisible: false });
    return { row, parts, tailed: new Tailed<RowPoint>(parts[0], parts[1], drawing) };
  }

  private addPart(row: Row, pane: number): AnySeries {
    const quiet = { priceLineVisible: false, lastValueVisible: pane > 0, crosshairMarkerVisible: false };
    if (row.shape === "histogram") return this.chart.addSeries(HistogramSeries, quiet, pane);
    const style = row.dashed === true ? LineStyle.Dashed : LineStyle.Solid;
    const line = this.chart.addSeries(LineSeries, { ...quiet, lineWidth: 1, lineStyle: style }, pane);
    if (row.id === "rsi")
      line.applyOptions({ autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }) });
    return line;
  }

  /** Draws everything: the history is another one, or a session has begun. */
  private fill(): void {
    const newest = this.slots.at(-1);
    const coming = newest === undefined ? [] : ahead(newest.time, this.timeframe);
    this.times = [...this.slots.map(({ time }) => time), ...coming];
    this.split = newestSession(this.slots);
    this.axis.setData(this.times.map((time) => ({ time: seconds(time) })));
    for (const tailed of this.all()) tailed.fill(this.slots, this.split);
    for (const ground of this.grounds) ground.show(this.groundOf());
    this.mark(this.markers);
    this.name(this.chart.timeScale().getVisibleLogicalRange());
  }

  /** Draws what changed in the newest session. */
  private move(): void {
    for (const tailed of this.all()) tailed.move(this.slots);
    this.name(this.chart.timeScale().getVisibleLogicalRange());
  }

  /** Whether the axis has the places from `from` on already. */
  private hasPlaces(from: number): boolean {
    for (let place = from; place < this.slots.length; place += 1)
      if (this.times[place] !== this.slots[place]?.time) return false;
    return true;
  }

  private all(): readonly Pick<Tailed<CandlePoint>, "fill" | "move" | "name">[] {
    return [this.bars, ...this.drawn.map(({ tailed }) => tailed)];
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
        rightOffset: MARGIN,
        minBarSpacing: 0.6,
        // A bar takes a place that the axis has kept for it: the view goes with it all the same.
        allowShiftVisibleRangeOnWhitespaceReplacement: true,
        tickMarkFormatter: (time: Time, kind: TickMarkType) =>
          this.formats.tick(Number(time) * 1_000, TICKS[kind]),
      },
      localization: {
        priceFormatter: (value: number) => this.formats.price(value),
        timeFormatter: (time: Time) => this.formats.moment(Number(time) * 1_000),
      },
    });
    for (const part of this.candles)
      part.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
    for (const { row, parts, tailed } of this.drawn) {
      for (const part of parts) part.applyOptions({ color: row.colour(this.palette) });
      if (row.shape === "histogram") tailed.fill(this.slots, this.split);
    }
    for (const ground of this.grounds) ground.show(this.groundOf());
    this.mark(this.markers);
  }

  private moved({ logical, point }: MouseEventParams): void {
    const isOver = logical !== undefined && point !== undefined && this.slots[logical] !== undefined;
    this.listeners.hovered(isOver ? { place: logical, x: point.x, y: point.y } : null);
  }

  private ranged(range: LogicalRange | null): void {
    this.name(range);
    // Before the newest bars came into sight, the view is nobody's.
    if (range !== null && this.hasView && range.from < NEAR) this.listeners.nearStart();
  }

  private name(range: LogicalRange | null): void {
    if (range !== null) for (const tailed of this.all()) tailed.name(Math.ceil(range.to));
  }
}

const kept = new WeakMap<object, GroundPrimitive>();
