import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const styles = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent hover:bg-accent-strong pointer-coarse:min-h-11",
        secondary: "border border-line bg-surface text-text hover:bg-hover",
        ghost: "text-muted hover:bg-hover hover:text-text",
        danger: "bg-danger text-on-danger hover:bg-danger-strong pointer-coarse:min-h-11",
        up: "bg-up text-on-up hover:opacity-90 pointer-coarse:min-h-11",
        down: "bg-down text-on-down hover:opacity-90 pointer-coarse:min-h-11",
      },
      size: { sm: "h-8 px-2.5 text-xs", md: "h-9 px-3.5 text-sm", lg: "h-11 px-5 text-sm", icon: "size-9" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type Props = ComponentProps<"button"> & VariantProps<typeof styles> & { asChild?: boolean };

export function Button({ className, variant, size, asChild, type = "button", ...props }: Props) {
  const Tag = asChild ? Slot.Root : "button";
  return <Tag className={cn(styles({ variant, size }), className)} {...(!asChild && { type })} {...props} />;
}
