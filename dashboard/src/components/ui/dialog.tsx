"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  className?: string;
  /** `side` comes in from the right and fills a phone; for long content. */
  from?: "centre" | "side";
  /** A press beside the window closes it, unless this prevents the event. */
  onPointerDownOutside?: (event: Event) => void;
}

/** A modal window: focus is held inside, Escape closes it, focus returns to where it came from. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  className,
  from = "centre",
  onPointerDownOutside,
}: Props) {
  const t = useTranslations("common");
  const place =
    from === "centre"
      ? "top-1/2 left-1/2 max-h-[90dvh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-lg"
      : "inset-y-0 right-0 h-dvh w-[min(44rem,100vw)] border-y-0 border-r-0";
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/55" />
        <Radix.Content
          className={cn(
            "fixed z-50 flex flex-col overflow-y-auto border border-line bg-surface p-5 shadow-xl",
            place,
            className,
          )}
          {...(description === undefined && { "aria-describedby": undefined })}
          {...(onPointerDownOutside !== undefined && { onPointerDownOutside })}
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <div>
              <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-1 text-sm text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close
              className="-m-1.5 rounded p-2.5 text-muted hover:bg-hover hover:text-text"
              aria-label={t("close")}
            >
              <X className="size-4" />
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
