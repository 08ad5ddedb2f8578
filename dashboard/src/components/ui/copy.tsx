"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { cn } from "./cn";
import { Hint } from "./hint";

interface Props extends Omit<ComponentProps<"button">, "children"> {
  /** What lands in the clipboard. */
  text: string;
  /** What the button does, for those who hear it: "Copy the hash". */
  label: string;
  /** What is said once it is done. */
  done: string;
  /** What stands in the button; without it there is an icon alone. */
  children?: string;
  className?: string;
}

/** What the button is called: what stands in it is said too, since those who speak to the screen read it out. */
function spoken(label: string, shown: string | undefined): string {
  return shown === undefined || label.includes(shown) ? label : `${label}: ${shown}`;
}

/** Puts a text into the clipboard and says so. */
export function CopyButton({ text, label, done, children, className, onClick, onBlur, ...props }: Props) {
  const [result, setResult] = useState<"idle" | "done" | "failed">("idle");
  const Icon = { idle: Copy, done: Check, failed: TriangleAlert }[result];
  return (
    <>
      <button
        type="button"
        aria-label={spoken(label, children)}
        {...props}
        onClick={(event) => {
          onClick?.(event);
          void copied(text).then((well) => setResult(well ? "done" : "failed"));
        }}
        onBlur={(event) => {
          onBlur?.(event);
          setResult("idle");
        }}
        className={cn(
          "inline-flex min-h-6 min-w-6 shrink-0 items-center justify-center gap-1.5 rounded px-1 text-xs text-muted hover:bg-hover hover:text-text",
          className,
        )}
      >
        {children}
        <Icon
          aria-hidden
          className={cn("size-3.5 shrink-0 text-muted", {
            "text-up": result === "done",
            "text-down": result === "failed",
          })}
        />
      </button>
      <span role="status" className="sr-only">
        {result === "done" ? done : ""}
      </span>
    </>
  );
}

interface DigestProps extends Omit<Props, "children"> {
  /** How many characters are shown. */
  length?: number;
}

/** A long identifier shown short; the whole of it on hover, and in the clipboard once pressed. */
export function Digest({ text, length = 10, className, ...props }: DigestProps) {
  const bare = text.replace(/^sha256:/, "");
  return (
    <Hint text={<span className="font-mono break-all">{text}</span>}>
      <CopyButton text={text} className={cn("font-mono text-text", className)} {...props}>
        {bare.length > length + 2 ? `${bare.slice(0, length)}…` : bare}
      </CopyButton>
    </Hint>
  );
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Not allowed, or no secure context: the icon says so.
  }
}
