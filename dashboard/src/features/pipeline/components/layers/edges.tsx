import { cn } from "@/components/ui/cn";
import type { Layer } from "../../api/types";
import { EDGES } from "./state";

/** Paths between the middles of the nodes, in percent-like units: the drawing is stretched under the grid of nodes. */
const WIDE: Readonly<Record<string, string>> = {
  "L0-L1": "M50 100H150",
  "L1-L2": "M150 100H250",
  "L2-L3": "M250 100H350",
  "L3-L4": "M350 100H450",
  "L1-L4": "M150 100C150 222 450 222 450 100",
  "L4-L5": "M450 100C510 100 490 50 550 50",
  "L4-L6": "M450 100C510 100 490 150 550 150",
};
const TALL: Readonly<Record<string, string>> = {
  "L0-L1": "M46 50V150",
  "L1-L2": "M46 150V250",
  "L2-L3": "M46 250V350",
  "L3-L4": "M46 350V450",
  "L1-L4": "M80 150C104 150 104 450 80 450",
  "L4-L5": "M46 450V550",
  "L4-L6": "M80 450C104 450 104 650 80 650",
};

/** Where each layer is made from another. Where the later one runs, its lines flow. */
export function Edges({ running }: { running: ReadonlySet<Layer> }) {
  return (
    <>
      <Drawing paths={WIDE} box="0 0 600 200" running={running} className="hidden lg:block" />
      <Drawing paths={TALL} box="0 0 100 700" running={running} className="lg:hidden" />
    </>
  );
}

interface DrawingProps {
  paths: Readonly<Record<string, string>>;
  box: string;
  running: ReadonlySet<Layer>;
  className: string;
}

function Drawing({ paths, box, running, className }: DrawingProps) {
  return (
    <svg
      aria-hidden
      viewBox={box}
      preserveAspectRatio="none"
      className={cn("absolute inset-0 size-full", className)}
    >
      {EDGES.map(({ from, to }) => (
        <path
          key={`${from}-${to}`}
          d={paths[`${from}-${to}`]}
          fill="none"
          vectorEffect="non-scaling-stroke"
          strokeWidth={1.5}
          className={running.has(to) ? "flowing stroke-accent" : "stroke-faint/70"}
        />
      ))}
    </svg>
  );
}
