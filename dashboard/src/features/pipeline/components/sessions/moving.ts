/** A place of the grid: index of the row, and of the column (0: the session, then the layers). */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows of one screen. */
  readonly page: number;
}

const STEPS: Readonly<Record<string, (extent: Extent) => [rows: number, columns: number]>> = {
  ArrowUp: () => [-1, 0],
  ArrowDown: () => [1, 0],
  ArrowLeft: () => [0, -1],
  ArrowRight: () => [0, 1],
  PageUp: ({ page }) => [-page, 0],
  PageDown: ({ page }) => [page, 0],
  Home: () => [0, -Infinity],
  End: () => [0, Infinity],
};

/** Where a key leads to, never beyond the edges; null where it is no key of the grid. With `far`, Home and End go to the first and last row. */
export function moved(from: Place, key: string, extent: Extent, far = false): Place | null {
  const step = STEPS[key];
  if (step === undefined || extent.rows === 0) return null;
  const [rows, columns] = step(extent);
  const toEnd = far && columns !== 0 && !Number.isFinite(columns);
  return {
    row: within(toEnd ? from.row + columns : from.row + rows, extent.rows),
    column: toEnd ? from.column : within(from.column + columns, extent.columns),
  };
}

const within = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1);

/** Indices of the rows that are drawn, the last excluded. */
export interface Drawn {
  readonly from: number;
  readonly to: number;
}

const SPARE = 8;

/** Rows in sight of a scrolled box, and some spare above and below. */
export function drawnRows(scrollTop: number, height: number, rowHeight: number, count: number): Drawn {
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - SPARE);
  return {
    from: Math.min(from, count),
    to: Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + SPARE),
  };
}

/** Where a box must be scrolled to, to show a row wholly; null where it does. */
export function scrollFor(row: number, scrollTop: number, height: number, rowHeight: number): number | null {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : null;
}
