interface Merged<Row> {
  /** The newest first, each once. */
  readonly rows: readonly Row[];
  /** Rows between the newest and the pages may be missing: the pages must be read anew. */
  readonly hasGap: boolean;
}

/** Lays the newest rows, read often, over pages read once. Both are from new to old; a newer reading of a row wins. */
export function merged<Row>(
  newest: readonly Row[],
  pages: readonly (readonly Row[])[] | null,
  keyOf: (row: Row) => string | number,
): Merged<Row> {
  const known = new Set(newest.map(keyOf));
  if (pages === null) return { rows: newest, hasGap: false };
  const older = pages.flat();
  const newestOfPages = older[0];
  const hasGap = newest.length > 0 && newestOfPages !== undefined && !known.has(keyOf(newestOfPages));
  return { rows: [...newest, ...older.filter((row) => !known.has(keyOf(row)))], hasGap };
}
