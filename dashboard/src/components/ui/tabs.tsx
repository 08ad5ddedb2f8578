"use client";

import { Tabs as Radix } from "radix-ui";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn";

interface Props {
  value: string;
  onValueChange: (value: string) => void;
  label: string;
  tabs: readonly { value: string; label: ReactNode; content: ReactNode }[];
  className?: string;
}

/** Panels of which one is shown; the hidden ones are not in the page. */
export function Tabs({ value, onValueChange, label, tabs, className }: Props) {
  const list = useRef<HTMLDivElement>(null);
  // Only the list moves: to scroll the tab itself into view would move the page too.
  useEffect(() => {
    if (list.current !== null) list.current.scrollLeft += hiddenPart(list.current);
  }, [value]);
  return (
    <Radix.Root
      value={value}
      onValueChange={onValueChange}
      className={cn("flex min-h-0 flex-col", className)}
    >
      <Radix.List
        ref={list}
        aria-label={label}
        // Radix gives the focus by script, which the browser takes for the keyboard's; who points needs no ring.
        onPointerDownCapture={({ currentTarget }) => currentTarget.setAttribute("data-pointed", "")}
        onKeyDownCapture={({ currentTarget }) => currentTarget.removeAttribute("data-pointed")}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) currentTarget.removeAttribute("data-pointed");
        }}
        className="flex gap-1 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="in-data-pointed:outline-none border-b-2 border-transparent -outline-offset-2 pointer-coarse:py-3 px-3 py-2 text-sm whitespace-nowrap text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="min-h-0 flex-1 pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

/** What stays in sight of the neighbours of the chosen tab, pixels: they show that there is more. */
const EDGE = 32;

/** How far `list` has to move, pixels, until its chosen tab is in sight, as on a phone it need not be. */
function hiddenPart(list: HTMLElement): number {
  const tab = list.querySelector("[data-state=active]");
  if (tab === null) return 0;
  const [frame, place] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (place.left < frame.left) return place.left - frame.left - EDGE;
  return place.right > frame.right ? place.right - frame.right + EDGE : 0;
}
