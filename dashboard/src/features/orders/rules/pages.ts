/** Pages of a list that is read newest first, as TanStack Query keeps them. */
export interface Pages<Row> {
  readonly pages: readonly { readonly data: readonly Row[]; readonly next_cursor: string | null }[];
  readonly pageParams: readonly unknown[];
}

interface Rule<Row> {
  /** What stands for a row, however often it comes. */
  readonly id: (row: Row) => string | number;
  /** Whether the row belongs to the list that was asked for. */
  readonly belongs: (row: Row) => boolean;
  /** ISO instant the list is ordered by. */
  readonly at: (row: Row) => string;
  /** Whether a row takes the place of the one that was there before; it does where this is left out. */
  readonly supersedes?: (row: Row, before: Row) => boolean;
}

/** The same list with `row` in it once: in its old place, else in front of the first older row; left out where it does not belong. */
export function upserted<Row>(
  list: Pages<Row>,
  row: Row,
  { id, belongs, at, supersedes }: Rule<Row>,
): Pages<Row> {
  const same = (other: Row) => id(other) === id(row);
  const before = list.pages.flatMap(({ data }) => data).find(same);
  if (before !== undefined) {
    if (supersedes?.(row, before) === false) return list;
    const changed = (data: readonly Row[]) =>
      belongs(row) ? data.map((other) => (same(other) ? row : other)) : data.filter((other) => !same(other));
    return { ...list, pages: list.pages.map((page) => ({ ...page, data: changed(page.data) })) };
  }
  const [first, ...rest] = list.pages;
  if (!belongs(row) || first === undefined) return list;
  const place = first.data.findIndex((other) => at(other) <= at(row));
  // Older than the whole page: the next page will bring it, unless there is none.
  if (place === -1 && (rest.length > 0 || first.next_cursor !== null)) return list;
  const cut = place === -1 ? first.data.length : place;
  const data = [...first.data.slice(0, cut), row, ...first.data.slice(cut)];
  return { ...list, pages: [{ ...first, data }, ...rest] };
}
