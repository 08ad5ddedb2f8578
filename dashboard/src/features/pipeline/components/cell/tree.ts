import type { Lineage, LineageNode } from "../../api/types";

type RawSource = Lineage["sources"][number];

/** One branch of a lineage: a partition, something the lake does not keep as such, or where raw rows came from. */
export type Branch =
  | {
      readonly kind: "partition";
      readonly id: string;
      readonly node: LineageNode;
      readonly children: readonly Branch[];
    }
  | {
      readonly kind: "other";
      readonly id: string;
      readonly name: string;
      readonly checksum: string;
      /** False: the lake holds something else under that name by now. Null: it keeps no such partition. */
      readonly current: boolean | null;
      readonly children: readonly [];
    }
  | {
      readonly kind: "source";
      readonly id: string;
      readonly source: RawSource;
      readonly children: readonly [];
    };

/** The lineage as a tree: each partition over its inputs, raw rows at the bottom. Null where it has no partition. */
export function treeOf({ nodes, sources }: Lineage): Branch | null {
  const byChecksum = new Map(nodes.map((node) => [node.checksum, node]));
  const raw: Branch[] = sources.map((source) => ({
    kind: "source",
    id: `source:${source.source}:${source.run_id}`,
    source,
    children: [],
  }));
  const grown = (node: LineageNode, path: string, above: ReadonlySet<string>): Branch => {
    const id = `${path}/${node.layer}/${node.session}`;
    const passed = new Set(above).add(node.checksum);
    const inputs = node.inputs.map((input): Branch => {
      const next = byChecksum.get(input.checksum);
      // A lineage that came back to itself would be a fault of the lake; it is shown once, not for ever.
      if (next !== undefined && !passed.has(next.checksum)) return grown(next, id, passed);
      return { kind: "other", id: `${id}/${input.name}`, ...input, children: [] };
    });
    return { kind: "partition", id, node, children: node.layer === "L0" ? [...inputs, ...raw] : inputs };
  };
  const [top] = nodes;
  return top === undefined ? null : grown(top, "", new Set());
}

export interface Line {
  readonly branch: Branch;
  /** 1: the top. */
  readonly level: number;
  readonly parent: string | null;
}

/** Branches in sight, from top to bottom: those of which no parent is folded. */
export function linesOf(top: Branch, folded: ReadonlySet<string>): Line[] {
  const lines = (branch: Branch, level: number, parent: string | null): Line[] => [
    { branch, level, parent },
    ...(folded.has(branch.id) ? [] : branch.children.flatMap((child) => lines(child, level + 1, branch.id))),
  ];
  return lines(top, 1, null);
}

/** What a key does in the tree: go to a branch, fold or unfold one. */
export type TreeStep =
  { readonly to: string } | { readonly fold: string } | { readonly unfold: string } | null;

/** Keys as everywhere in trees: up and down, right into, left out of. */
export function stepOf(
  key: string,
  at: string,
  lines: readonly Line[],
  folded: ReadonlySet<string>,
): TreeStep {
  const index = lines.findIndex(({ branch }) => branch.id === at);
  const line = lines[index];
  if (line === undefined) return null;
  const to = (next: Line | undefined): TreeStep => (next === undefined ? null : { to: next.branch.id });
  const hasChildren = line.branch.children.length > 0;
  switch (key) {
    case "ArrowDown":
      return to(lines[index + 1]);
    case "ArrowUp":
      return to(lines[index - 1]);
    case "Home":
      return to(lines[0]);
    case "End":
      return to(lines.at(-1));
    case "ArrowRight":
      if (!hasChildren) return null;
      return folded.has(at) ? { unfold: at } : to(lines[index + 1]);
    case "ArrowLeft":
      if (hasChildren && !folded.has(at)) return { fold: at };
      return line.parent === null ? null : { to: line.parent };
    default:
      return null;
  }
}
