/** What a row says in particular: its fields one below the other, as they were recorded. */
export function Detail({ of, label }: { of: unknown; label: string }) {
  return (
    <pre
      aria-label={label}
      tabIndex={0}
      role="region"
      className="max-h-72 overflow-auto rounded-md border border-line bg-ground p-2 font-mono text-xs whitespace-pre-wrap"
    >
      {JSON.stringify(of, null, 2)}
    </pre>
  );
}
