import {
  AreaSeries,
  createChart,
  CrosshairMode,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type MouseEventParams,
  PriceScaleMode,
  type Time,
} from "lightweight-charts";
import { lowerAt, type Place, pointsOf, type SeriesLine, type SeriesStart, valuesAt } from "./lines";

const DASHES = { solid: LineStyle.Solid, dashed: LineStyle.Dashed, dotted: LineStyle.Dotted };
const LOWER_PANE_SHARE = 0.4;
const SMALLEST_STEP = 1e-6;
const AXIS_WIDTH = 72;

/** How the chart writes, and what it tells. */
export interface Wishes {
  readonly locale: string;
  readonly scale: "linear" | "logarithmic";
  readonly day: (day: string) => string;
  readonly value: (value: number) => string;
  /** The place the pointer is over; null where it left. */
  readonly hovered: (place: number | null) => void;
  readonly chosen: (place: number) => void;
}

interface Shown {
  readonly line: SeriesLine;
  readonly values: readonly (number | null)[];
  readonly series: ISeriesApi<"Line" | "Area" | "Histogram">;
}

/** The canvas of a series chart. Told what to show, it shows it; it decides nothing. */
export class SeriesDrawing {
  private readonly chart: IChartApi;
  private places: readonly Place[] = [];
  private shown: Shown[] = [];

  constructor(
    private readonly element: HTMLElement,
    private readonly wishes: Wishes,
  ) {
    this.chart = createChart(element, {
      autoSize: true,
      // Its logo is a link inside what is one control; the chart names the library below itself.
      layout: { fontSize: 11, attributionLogo: false, panes: { enableResize: false } },
      crosshair: { mode: CrosshairMode.Magnet },
      rightPriceScale: {
        mode: wishes.scale === "logarithmic" ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal,
        borderVisible: false,
        minimumWidth: AXIS_WIDTH,
        scaleMargins: { top: 0.08, bottom: 0.08 },
      },
      timeScale: { borderVisible: false, rightOffset: 1, fixLeftEdge: true, fixRightEdge: true },
      // A page that scrolls must not be caught by a chart it scrolls over.
      handleScroll: { mouseWheel: false, vertTouchDrag: false },
      handleScale: { mouseWheel: false, axisPressedMouseMove: false },
      localization: {
        locale: wishes.locale,
        priceFormatter: wishes.value,
        timeFormatter: (time: Time) => (typeof time === "string" ? wishes.day(time) : ""),
      },
    });
    const placeOf = ({ time }: MouseEventParams) =>
      time === undefined ? null : this.places.findIndex(({ day }) => day === time);
    this.chart.subscribeCrosshairMove((event) => {
      // Moves that the keyboard made are known already.
      if (event.sourceEvent !== undefined || event.point === undefined) wishes.hovered(placeOf(event));
    });
    this.chart.subscribeClick((event) => {
      const place = placeOf(event);
      if (place !== null && place >= 0) wishes.chosen(place);
    });
    this.paint();
  }

  /** Replaces everything that is shown. */
  show(places: readonly Place[], lines: readonly SeriesLine[], start: SeriesStart | undefined): void {
    const anew = places.length !== this.places.length || places[0]?.day !== this.places[0]?.day;
    this.places = places;
    for (const { series } of this.shown) this.chart.removeSeries(series);
    this.shown = lines.map((line) => this.added(line, valuesAt(line, start), 0));
    for (const line of lines) {
      const values = lowerAt(line, start);
      // Below it is the same line again, but thin, so that many of them stay readable.
      if (values !== null) this.shown.push(this.added({ ...line, width: 1 }, values, 1));
    }
    const [upper, lower] = this.chart.panes();
    lower?.setStretchFactor(LOWER_PANE_SHARE);
    upper?.setStretchFactor(1);
    if (anew) this.chart.timeScale().fitContent();
  }

  /** Puts the crosshair on a place; null takes it away. */
  point(place: number | null): void {
    const at = place === null ? undefined : this.places[place];
    const first = this.shown[0];
    if (place === null || at === undefined || first === undefined) return this.chart.clearCrosshairPosition();
    this.chart.setCrosshairPosition(first.values[place] ?? 0, at.day, first.series);
  }

  /** Takes the colours of the theme from the page again. */
  paint(): void {
    const line = this.colour("line");
    this.chart.applyOptions({
      layout: {
        background: { color: "transparent" },
        textColor: this.colour("muted"),
        fontFamily: getComputedStyle(this.element).fontFamily,
        panes: { separatorColor: line, separatorHoverColor: line },
      },
      grid: { vertLines: { visible: false }, horzLines: { color: line } },
      crosshair: {
        vertLine: { color: this.colour("faint"), labelBackgroundColor: this.colour("muted") },
        horzLine: { color: this.colour("faint"), labelBackgroundColor: this.colour("muted") },
      },
    });
    for (const { line, values, series } of this.shown) {
      if (line.kind === "bars") series.setData(this.dataOf(line, values));
      else series.applyOptions(this.optionsOf(line));
    }
  }

  remove(): void {
    this.chart.remove();
  }

  private added(line: SeriesLine, values: readonly (number | null)[], pane: number): Shown {
    const series = this.seriesOf(line, pane);
    series.setData(this.dataOf(line, values));
    return { line, values, series };
  }

  private seriesOf(line: SeriesLine, pane: number): Shown["series"] {
    if (line.kind === "bars") return this.chart.addSeries(HistogramSeries, this.optionsOf(line), pane);
    if (line.kind === "area") return this.chart.addSeries(AreaSeries, this.optionsOf(line), pane);
    return this.chart.addSeries(LineSeries, this.optionsOf(line), pane);
  }

  private optionsOf(line: SeriesLine) {
    const color = this.colour(line.colour);
    const common = {
      priceLineVisible: false,
      lastValueVisible: false,
      // Fractions as small as a hundredth of a basis point have ticks of their own on the axis.
      priceFormat: { type: "custom" as const, minMove: SMALLEST_STEP, formatter: this.wishes.value },
    };
    if (line.kind === "bars") return { ...common, base: 0 };
    const stroke = {
      ...common,
      lineWidth: line.width ?? 2,
      lineStyle: DASHES[line.dash ?? "solid"],
      crosshairMarkerRadius: 3,
    };
    return line.kind === "area"
      ? {
          ...stroke,
          lineColor: color,
          topColor: faded(color, 0.02),
          bottomColor: faded(color, 0.25),
          invertFilledArea: true,
        }
      : { ...stroke, color };
  }

  private dataOf(line: SeriesLine, values: readonly (number | null)[]) {
    const points = pointsOf(this.places, values);
    if (line.kind !== "bars") return points;
    const [gain, loss, none] = [this.colour("up"), this.colour("down"), this.colour("faint")];
    return points.map((point) =>
      point.value === undefined
        ? point
        : { ...point, color: point.value > 0 ? gain : point.value < 0 ? loss : none },
    );
  }

  /** A token as a canvas understands it: a custom property is resolved only where it is used. */
  private colour(token: string): string {
    const probe = document.createElement("span");
    probe.style.color = `var(--${token})`;
    this.element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }
}

function faded(color: string, alpha: number): string {
  const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color);
  return parts === null ? color : `rgba(${parts.slice(1).join(", ")}, ${alpha})`;
}
