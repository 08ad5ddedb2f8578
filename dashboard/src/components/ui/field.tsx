import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

interface Props extends ComponentProps<"input"> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** A unit shown at the end of the box: USD, COP. */
  unit?: string;
}

/** A box to type in, with its label, and its error where it is read out. */
export function Field({ label, hint, error, unit, className, id, ...props }: Props) {
  const made = useId();
  const name = id ?? made;
  const note = error ?? hint;
  return (
    <div className={cn("flex flex-col gap-1", className)}>
      <label htmlFor={name} className="text-xs font-medium text-muted">
        {label}
      </label>
      <div className="relative">
        <input
          id={name}
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : `${name}-note`}
          className={cn(
            "h-9 w-full pointer-coarse:h-11 pointer-coarse:text-base rounded-md border bg-field px-3 text-sm tabular-nums placeholder:text-faint",
            error === undefined ? "border-edge" : "border-down",
            unit !== undefined && "pr-12",
          )}
          {...props}
        />
        {unit !== undefined && (
          <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-xs text-muted">
            {unit}
          </span>
        )}
      </div>
      {note !== undefined && (
        <p id={`${name}-note`} className={cn("text-xs", error === undefined ? "text-muted" : "text-down")}>
          {note}
        </p>
      )}
    </div>
  );
}
