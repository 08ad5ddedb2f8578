"use client";

import { type PointerEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { GanttAxis } from "./gantt-axis";
import { blockBeside } from "./gantt-keys";
import { type Block, blocksOf, type Piece, shifted, type Span, zoomed } from "./gantt-scale";

/** A bar of the chart. */
export interface GanttBar extends Piece {
  /** Shown in the bar where there is room: the number of a retry. */
  readonly mark: string | null;
  /** The bar this one goes on from; both are joined by a line. */
  readonly after: string | null;
}

interface Props {
  /** What the chart shows, for those who hear it. */
  label: string;
  lanes: readonly { id: string; label: string }[];
  bars: readonly GanttBar[];
  span: Span;
  onSpan: (span: Span) => void;
  /** Market time, milliseconds since 1970: a line marks it. */
  now: number | null;
  /** What is told of a bar on hover; `count` of them lie there. */
  detail: (bar: GanttBar, count: number) => ReactNode;
  onSelect: (bar: GanttBar) => void;
  /** A bar in words, for those who hear it. */
  spoken: (bar: GanttBar, count: number) => string;
}

const LANE = 30;
const GUTTER = 34;
const FILL: Record<Piece["tone"], string> = {
  good: "fill-up",
  bad: "fill-down",
  warn: "fill-warn",
  busy: "fill-accent",
};
const KEYS: Readonly<Record<string, (span: Span) => Span>> = {
  ArrowLeft: (span) => shifted(span, -0.2),
  ArrowRight: (span) => shifted(span, 0.2),
  "+": (span) => zoomed(span, 0.5, (span.from + span.to) / 2),
  "-": (span) => zoomed(span, 2, (span.from + span.to) / 2),
};

/**
 * Work on lanes over time. Drag moves it; control and wheel, or + and − zoom. One bar is a tab stop: arrows walk to the
 * others, Enter opens; past the last one, or where there is none, they move the time.
 */
export function Gantt({ label, lanes, bars, span, onSpan, now, detail, onSelect, spoken }: Props) {
  const [box, width] = useWidth();
  const [hovered, setHovered] = useState<Block<GanttBar> | null>(null);
  const inner = Math.max(width - GUTTER, 1);
  const blocks = useMemo(() => blocksOf(bars, span, inner), [bars, span, inner]);
  const drag = useDrag(span, inner, onSpan);
  const laneOf = useMemo(() => new Map(lanes.map(({ id }, index) => [id, index])), [lanes]);
  const x = (at: number) => ((at - span.from) / (span.to - span.from)) * inner;
  const y = (lane: string) => (laneOf.get(lane) ?? 0) * LANE;
  const height = lanes.length * LANE;
  const [active, setActive] = useState<string | null>(null);
  const stop = blocks.find(({ piece }) => piece.id === active) ?? blocks.at(-1);
  const walk = (event: KeyboardEvent, id: string): boolean => {
    const from = blocks.find(({ piece }) => piece.id === id);
    if (from === undefined || event.shiftKey) return false;
    if (event.key === "Enter" || event.key === " ") {
      onSelect(from.piece);
      return true;
    }
    const next = blockBeside(
      blocks,
      lanes.map((lane) => lane.id),
      from,
      event.key,
    );
    if (next !== null) box.current?.querySelector<SVGElement>(`[data-bar="${next.piece.id}"]`)?.focus();
    return next !== null;
  };
  useControls(box, span, inner, onSpan, walk);
  return (
    <div
      ref={box}
      role="region"
      aria-label={label}
      tabIndex={blocks.length === 0 ? 0 : -1}
      onBlur={() => setHovered(null)}
      className="relative touch-pan-y rounded-md select-none"
    >
      <svg
        width="100%"
        height={height + 24}
        className={cn("block", drag.isDragging ? "cursor-grabbing" : "cursor-grab")}
        {...drag.handlers}
        onPointerLeave={() => setHovered(null)}
      >
        {lanes.map((lane, index) => (
          <g key={lane.id} aria-hidden>
            <text x={0} y={index * LANE + LANE / 2 + 4} className="fill-muted text-xs font-medium">
              {lane.label}
            </text>
            <line
              x1={GUTTER}
              x2="100%"
              y1={(index + 1) * LANE - 0.5}
              y2={(index + 1) * LANE - 0.5}
              className="stroke-line"
            />
          </g>
        ))}
        <svg x={GUTTER} width={inner} height={height + 24} overflow="hidden">
          <g aria-hidden>
            <GanttAxis span={span} width={inner} height={height} />
          </g>
          <Joins bars={bars} span={span} x={x} y={y} />
          {now !== null && now >= span.from && now < span.to && (
            <line
              x1={x(now)}
              x2={x(now)}
              y1={0}
              y2={height}
              className="stroke-accent"
              strokeDasharray="3 3"
            />
          )}
          {blocks.map((block) => (
            <Bar
              key={block.piece.id}
              block={block}
              top={y(block.piece.lane)}
              isHovered={hovered?.piece.id === block.piece.id}
              onHover={() => setHovered(block)}
              onSelect={() => drag.wasClick() && onSelect(block.piece)}
              spoken={spoken(block.piece, block.count)}
              isStop={block === stop}
              onFocus={() => {
                setActive(block.piece.id);
                setHovered(block);
              }}
            />
          ))}
        </svg>
      </svg>
      {hovered !== null && !drag.isDragging && (
        <div
          className="pointer-events-none absolute z-10 w-60 rounded-md border border-line bg-raised px-3 py-2 text-xs shadow-lg"
          style={{
            top: y(hovered.piece.lane) + LANE + 4,
            left: Math.min(Math.max(GUTTER + hovered.left - 20, 0), Math.max(width - 248, 0)),
          }}
        >
          {detail(hovered.piece, hovered.count)}
        </div>
      )}
    </div>
  );
}

interface BarProps {
  block: Block<GanttBar>;
  top: number;
  isHovered: boolean;
  onHover: () => void;
  onSelect: () => void;
  spoken: string;
  /** Whether it is the one bar that Tab reaches. */
  isStop: boolean;
  onFocus: () => void;
}

function Bar({ block: { piece, left, width }, top, isHovered, onHover, onSelect, ...keys }: BarProps) {
  return (
    <g
      role="button"
      aria-label={keys.spoken}
      tabIndex={keys.isStop ? 0 : -1}
      onFocus={keys.onFocus}
      onPointerEnter={onHover}
      onClick={onSelect}
      className="group cursor-pointer outline-none"
      data-bar={piece.id}
    >
      {/* Easier to hit than what is seen. */}
      <rect
        x={left - 3}
        y={top}
        width={width + 6}
        height={LANE}
        className="fill-transparent group-focus-visible:stroke-accent group-focus-visible:stroke-2"
      />
      <rect
        x={left}
        y={top + 7}
        width={width}
        height={LANE - 14}
        rx={Math.min(3, width / 2)}
        className={cn(
          FILL[piece.tone],
          piece.tone === "busy" && "animate-pulse motion-reduce:animate-none",
          isHovered ? "opacity-100" : "opacity-85",
        )}
      />
      {piece.mark !== null && (
        <text
          x={left + width / 2}
          y={top + 6}
          textAnchor="middle"
          className="fill-text text-2xs font-semibold"
        >
          {piece.mark}
        </text>
      )}
    </g>
  );
}

interface JoinProps {
  bars: readonly GanttBar[];
  span: Span;
  x: (at: number) => number;
  y: (lane: string) => number;
}

/** A line from each try to the next. */
function Joins({ bars, span, x, y }: JoinProps) {
  const byId = useMemo(() => new Map(bars.map((bar) => [bar.id, bar])), [bars]);
  return bars.map((bar) => {
    const before = bar.after === null ? undefined : byId.get(bar.after);
    if (before === undefined || bar.start < span.from || before.end > span.to) return null;
    const middle = y(bar.lane) + LANE / 2;
    return (
      <line
        key={bar.id}
        x1={x(before.end)}
        x2={x(bar.start)}
        y1={middle}
        y2={middle}
        className="stroke-warn"
        strokeWidth={2}
        strokeDasharray="4 3"
      />
    );
  });
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, width] as const;
}

const CLICK_PX = 4;

function useDrag(span: Span, width: number, onSpan: (span: Span) => void) {
  const from = useRef<{ x: number; span: Span } | null>(null);
  const moved = useRef(false);
  const [isDragging, setDragging] = useState(false);
  const end = () => {
    from.current = null;
    setDragging(false);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      from.current = { x: event.clientX, span };
      moved.current = false;
    },
    onPointerMove: (event: PointerEvent) => {
      if (from.current === null) return;
      const by = event.clientX - from.current.x;
      if (!moved.current && Math.abs(by) < CLICK_PX) return;
      if (!moved.current) event.currentTarget.setPointerCapture(event.pointerId);
      moved.current = true;
      setDragging(true);
      onSpan(shifted(from.current.span, -by / width));
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
  return { handlers, isDragging, wasClick: () => !moved.current };
}

/** Wheel and keys. React listens to wheels passively, so the page would zoom along. */
function useControls(
  box: { readonly current: HTMLElement | null },
  span: Span,
  width: number,
  onSpan: (span: Span) => void,
  /** Does what a key means on a bar; whether it means anything there. */
  walk: (event: KeyboardEvent, bar: string) => boolean,
): void {
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const turned = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const share = (event.clientX - element.getBoundingClientRect().left - GUTTER) / width;
      onSpan(zoomed(span, Math.exp(event.deltaY / 250), span.from + share * (span.to - span.from)));
    };
    const pressed = (event: KeyboardEvent) => {
      const bar = event.target instanceof Element ? event.target.closest<SVGElement>("[data-bar]") : null;
      const id = bar?.dataset["bar"];
      if (id !== undefined && walk(event, id)) return event.preventDefault();
      const move = KEYS[event.key];
      if (move === undefined) return;
      event.preventDefault();
      onSpan(move(span));
    };
    element.addEventListener("wheel", turned, { passive: false });
    element.addEventListener("keydown", pressed);
    return () => {
      element.removeEventListener("wheel", turned);
      element.removeEventListener("keydown", pressed);
    };
  }, [box, span, width, onSpan, walk]);
}
