"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
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
  return (
    <Radix.Root
      value={value}
      onValueChange={onValueChange}
      className={cn("flex min-h-0 flex-col", className)}
    >
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="border-b-2 border-transparent -outline-offset-2 pointer-coarse:py-3 px-3 py-2 text-sm whitespace-nowrap text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
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
