import { act, fireEvent, render, screen } from "@testing-library/react";
import { useRef, useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Span } from "../../api/types";
import { useRangeDrag } from "./use-range-drag";

const DAYS = ["2025-06-18", "2025-06-17", "2025-06-16"];

function Rows() {
  const box = useRef<HTMLDivElement>(null);
  const [span, setSpan] = useState<Span | null>(null);
  const drag = useRangeDrag(box, setSpan);
  return (
    <>
      <div ref={box} data-testid="box">
        {DAYS.map((day) => (
          <button
            key={day}
            type="button"
            data-session={day}
            onPointerDown={(event) => drag.begin(event, day)}
          >
            {day}
          </button>
        ))}
      </div>
      <output>{span === null ? "nothing" : `${span.first} ${span.last}`}</output>
    </>
  );
}

const touch = { pointerType: "touch", button: 0, clientX: 5, clientY: 5 };
const day = (name: string) => screen.getByRole("button", { name });
/** jsdom lays nothing out: the finger is over `name` from now on. */
const over = (name: string) => Object.assign(document, { elementFromPoint: () => day(name) });
const scrollsAway = () =>
  fireEvent(screen.getByTestId("box"), new Event("touchmove", { bubbles: true, cancelable: true }));

beforeEach(() => {
  vi.useFakeTimers();
  render(<Rows />);
});
afterEach(() => {
  vi.useRealTimers();
  Reflect.deleteProperty(document, "elementFromPoint");
});

test("a finger that rests on a date drags a range, and the list stays where it is", () => {
  fireEvent.pointerDown(day("2025-06-18"), touch);
  expect(scrollsAway()).toBe(true);
  act(() => void vi.advanceTimersByTime(400));
  expect(day("2025-06-18")).toHaveFocus();
  over("2025-06-16");
  expect(scrollsAway()).toBe(false);
  fireEvent.pointerMove(window, { ...touch, clientY: 70 });
  fireEvent.pointerUp(window, touch);
  expect(screen.getByRole("status")).toHaveTextContent("2025-06-16 2025-06-18");
});

test("a finger that moves at once scrolls, and chooses nothing", () => {
  fireEvent.pointerDown(day("2025-06-18"), touch);
  fireEvent.pointerMove(window, { ...touch, clientY: 40 });
  act(() => void vi.advanceTimersByTime(1_000));
  over("2025-06-16");
  expect(scrollsAway()).toBe(true);
  fireEvent.pointerUp(window, touch);
  expect(screen.getByRole("status")).toHaveTextContent("nothing");
});

test("a mouse drags at once", () => {
  fireEvent.pointerDown(day("2025-06-16"), { ...touch, pointerType: "mouse" });
  over("2025-06-17");
  fireEvent.pointerMove(window, { ...touch, clientY: 40 });
  fireEvent.pointerUp(window, touch);
  expect(screen.getByRole("status")).toHaveTextContent("2025-06-16 2025-06-17");
});
