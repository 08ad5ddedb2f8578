import { cn } from "./cn";

/** The shape of what is still loading. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden
      className={cn("animate-pulse rounded-md bg-raised motion-reduce:animate-none", className)}
    />
  );
}

export function SkeletonRows({ rows = 5 }: { rows?: number }) {
  return (
    <div className="flex flex-col gap-2" role="status" aria-busy>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className="h-7" />
      ))}
    </div>
  );
}
