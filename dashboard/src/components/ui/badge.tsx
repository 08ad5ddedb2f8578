import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const styles = cva(
  "inline-flex items-center gap-1.5 rounded-full border px-2 py-0.5 text-2xs font-semibold tracking-wide whitespace-nowrap",
  {
    variants: {
      tone: {
        neutral: "border-line bg-raised text-muted",
        info: "border-accent/40 bg-accent-soft text-accent",
        good: "border-up/40 bg-up-soft text-up",
        warn: "border-warn/40 bg-warn-soft text-warn",
        bad: "border-down/40 bg-down-soft text-down",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type Tone = NonNullable<VariantProps<typeof styles>["tone"]>;

export function Badge({ tone, className, ...props }: ComponentProps<"span"> & { tone?: Tone }) {
  return <span className={cn(styles({ tone }), className)} {...props} />;
}
