import type { Block, Piece } from "./gantt-scale";

const centre = ({ left, width }: Block<Piece>) => left + width / 2;

/**
 * The block that `key` leads to from `from`: left and right along its lane, up and down to the nearest of the next lane
 * that has one, Home and End to the ends of the lane. Null: the key leads nowhere.
 */
export function blockBeside<P extends Piece>(
  blocks: readonly Block<P>[],
  lanes: readonly string[],
  from: Block<P>,
  key: string,
): Block<P> | null {
  const along = (lane: string) =>
    blocks.filter(({ piece }) => piece.lane === lane).sort((one, other) => one.left - other.left);
  const own = along(from.piece.lane);
  const place = own.findIndex(({ piece }) => piece.id === from.piece.id);
  switch (key) {
    case "ArrowLeft":
      return own[place - 1] ?? null;
    case "ArrowRight":
      return own[place + 1] ?? null;
    case "Home":
      return own[0] ?? null;
    case "End":
      return own.at(-1) ?? null;
    case "ArrowUp":
    case "ArrowDown": {
      const at = lanes.indexOf(from.piece.lane);
      const others = key === "ArrowDown" ? lanes.slice(at + 1) : lanes.slice(0, at).reverse();
      const row = others.map(along).find((one) => one.length > 0) ?? [];
      return nearest(row, centre(from));
    }
    default:
      return null;
  }
}

function nearest<P extends Piece>(row: readonly Block<P>[], to: number): Block<P> | null {
  const away = (block: Block<P>) => Math.abs(centre(block) - to);
  return row.reduce<Block<P> | null>(
    (best, one) => (best === null || away(one) < away(best) ? one : best),
    null,
  );
}
