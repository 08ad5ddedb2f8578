"use client";

import { Tooltip } from "radix-ui";
import { type MouseEvent, type ReactNode, useState } from "react";

interface Props {
  text: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  /** Opens when it is pressed too, for fingers; only where pressing the child does nothing else. */
  onPress?: boolean;
  children: ReactNode;
}

/** Says more about what it surrounds, on hover and on focus. The child must take a ref and props. */
export function Hint({ text, side = "top", onPress = false, children }: Props) {
  const [open, setOpen] = useState(false);
  // Without this the tooltip closes when its trigger is pressed, and a finger never sees it.
  const press = (event: MouseEvent) => {
    event.preventDefault();
    setOpen(true);
  };
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild {...(onPress && { onClick: press })}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs text-text shadow-lg"
        >
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
