"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { cn } from "./cn";
import { Hint } from "./hint";

interface Props {
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

/** Puts a text into the clipboard and says so. */
export function CopyButton({ text, label, done, children, className }: Props) {
  const [result, setResult] = useState<"idle" | "done" | "failed">("idle");
  const Icon = { idle: Copy, done: Check, failed: TriangleAlert }[result];
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => void copied(text).then((well) => setResult(well ? "done" : "failed"))}
      onBlur={() => setResult("idle")}
      className={cn(
        "inline-flex min-h-6 min-w-6 shrink-0 items-center justify-center gap-1.5 rounded px-1 text-xs text-muted hover:bg-hover hover:text-text",
        className,
      )}
    >
      <Icon aria-hidden className={cn("size-3.5", result === "done" && "text-up")} />
      {children}
      <span role="status" className="sr-only">
        {result === "done" ? done : ""}
      </span>
    </button>
  );
}

interface DigestProps extends Omit<Props, "children"> {
  /** How many characters are shown. */
  length?: number;
}

/** A long identifier shown short; the whole of it on hover, and in the clipboard. */
export function Digest({ text, length = 10, className, ...props }: DigestProps) {
  const bare = text.replace(/^sha256:/, "");
  return (
    <span className={cn("inline-flex items-center gap-0.5 whitespace-nowrap", className)}>
      <Hint text={<span className="font-mono break-all">{text}</span>}>
        <code tabIndex={0} className="rounded font-mono text-xs">
          {bare.length > length + 2 ? `${bare.slice(0, length)}…` : bare}
        </code>
      </Hint>
      <CopyButton text={text} {...props} />
    </span>
  );
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Outside a secure context there is no clipboard to ask: the older way still works there.
    return copiedBySelection(text);
  }
}

function copiedBySelection(text: string): boolean {
  const box = document.createElement("textarea");
  box.value = text;
  box.style.position = "fixed";
  box.style.opacity = "0";
  document.body.append(box);
  box.select();
  const well = document.execCommand("copy");
  box.remove();
  return well;
}
