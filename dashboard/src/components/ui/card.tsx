import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

interface Props extends Omit<ComponentProps<"section">, "title"> {
  title?: ReactNode;
  /** What stands at the right of the title: filters, a badge. */
  actions?: ReactNode;
  hint?: ReactNode;
}

/** A panel of a page. With a title it is a landmark of that name. */
export function Card({ title, actions, hint, className, children, ...props }: Props) {
  return (
    <section
      className={cn("flex min-w-0 flex-col rounded-lg border border-line bg-surface", className)}
      {...props}
    >
      {(title ?? actions) !== undefined && (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2">
          <div className="min-w-0">
            <h2 className="text-sm font-semibold">{title}</h2>
            {hint !== undefined && <p className="text-xs text-muted">{hint}</p>}
          </div>
          {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className="flex min-h-0 min-w-0 flex-1 flex-col p-4">{children}</div>
    </section>
  );
}
