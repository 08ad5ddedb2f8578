export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads from a cell of a grid of so many rows and columns; null where the key means nothing here. */
export function moved(
  from: Place,
  key: string,
  rows: number,
  columns: number,
  control = false,
): Place | null {
  const place = target(from, key, rows, columns, control);
  if (place === null) return null;
  return { row: clamp(place.row, rows), column: clamp(place.column, columns) };
}

function target({ row, column }: Place, key: string, rows: number, columns: number, control: boolean) {
  switch (key) {
    case "ArrowUp":
      return { row: row - 1, column };
    case "ArrowDown":
      return { row: row + 1, column };
    case "ArrowLeft":
      return { row, column: column - 1 };
    case "ArrowRight":
      return { row, column: column + 1 };
    case "Home":
      return { row: control ? 0 : row, column: 0 };
    case "End":
      return { row: control ? rows - 1 : row, column: columns - 1 };
    case "PageUp":
      return { row: 0, column };
    case "PageDown":
      return { row: rows - 1, column };
    default:
      return null;
  }
}

const clamp = (index: number, size: number) => Math.min(Math.max(index, 0), size - 1);
