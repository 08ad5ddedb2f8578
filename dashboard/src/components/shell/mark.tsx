/** The product's mark: a candle between two lines, as on the icon of the app. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden className={className}>
      <rect width="64" height="64" rx="14" className="fill-accent" />
      <g className="fill-on-accent">
        <rect x="17" y="14" width="3" height="38" rx="1.5" />
        <rect x="12.5" y="26" width="12" height="18" rx="2.5" />
        <rect x="44" y="10" width="3" height="40" rx="1.5" />
        <rect x="39.5" y="16" width="12" height="24" rx="2.5" />
      </g>
      <path d="M27 47 36.5 20" className="stroke-on-accent" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
