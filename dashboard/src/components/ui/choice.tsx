"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface Props<Value extends string> {
  value: Value;
  onChange: (value: Value) => void;
  label: string;
  options: readonly { value: Value; label: ReactNode; disabled?: boolean }[];
  className?: string;
}

/** One of a few, all in sight: time frames, order types. Arrow keys move among them. */
export function Choice<Value extends string>({ value, onChange, label, options, className }: Props<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={(next) => next !== "" && onChange(next as Value)}
      className={cn("inline-flex rounded-md border border-line bg-raised p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className="min-w-8 flex-auto whitespace-nowrap rounded px-2.5 py-1 text-xs font-medium text-muted hover:text-text data-[state=on]:bg-accent-soft data-[state=on]:text-accent pointer-coarse:py-2 disabled:opacity-50"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
