"use client";

import { ChevronDown, ChevronRight, Database, FileBox, Hash } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import { type Branch, type Line, stepOf } from "./tree";

interface Props {
  label: string;
  lines: readonly Line[];
  folded: ReadonlySet<string>;
  /** The branch that is chosen. */
  at: string;
  onAt: (id: string) => void;
  onFold: (id: string, isFolded: boolean) => void;
}

const ICONS = { partition: FileBox, other: Hash, source: Database } as const;

/** A tree by keyboard and pointer. */
export function LineageTree({ label, lines, folded, at, onAt, onFold }: Props) {
  const box = useRef<HTMLUListElement>(null);
  const walked = useRef(false);
  useEffect(() => {
    if (walked.current) box.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }, [at]);
  const keyed = (event: KeyboardEvent) => {
    const step = stepOf(event.key, at, lines, folded);
    if (step === null) return;
    event.preventDefault();
    walked.current = true;
    if ("to" in step) onAt(step.to);
    else if ("fold" in step) onFold(step.fold, true);
    else onFold(step.unfold, false);
  };
  return (
    <ul ref={box} role="tree" aria-label={label} onKeyDown={keyed} tabIndex={-1} className="flex flex-col">
      {lines.map(({ branch, level }) => {
        const Icon = ICONS[branch.kind];
        const hasChildren = branch.children.length > 0;
        const isFolded = folded.has(branch.id);
        const Fold = isFolded ? ChevronRight : ChevronDown;
        return (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree hears the keys of all its items
          <li
            key={branch.id}
            role="treeitem"
            aria-level={level}
            aria-selected={branch.id === at}
            {...(hasChildren && { "aria-expanded": !isFolded })}
            tabIndex={branch.id === at ? 0 : -1}
            onClick={() => {
              if (branch.id === at && hasChildren) onFold(branch.id, !isFolded);
              onAt(branch.id);
            }}
            style={{ paddingLeft: `${(level - 1) * 1.25 + 0.25}rem` }}
            className={cn(
              "flex min-h-8 cursor-pointer items-center gap-2 rounded-md pr-2 text-sm hover:bg-hover",
              branch.id === at && "bg-accent-soft",
            )}
          >
            <Fold aria-hidden className={cn("size-4 shrink-0 text-muted", !hasChildren && "invisible")} />
            <Icon aria-hidden className="size-4 shrink-0 text-muted" />
            <BranchName branch={branch} />
          </li>
        );
      })}
    </ul>
  );
}

function BranchName({ branch }: { branch: Branch }) {
  const t = useTranslations("pipeline.cell");
  const names = useTranslations("pipeline.layers");
  const format = useFormat();
  switch (branch.kind) {
    case "partition":
      return (
        <>
          <span className="truncate">
            {branch.node.layer} {names(branch.node.layer)} · {format.day(branch.node.session)}
          </span>
          <span className="ml-auto shrink-0 text-xs text-muted tabular-nums">
            {names("rows", { rows: format.integer(branch.node.records) })}
          </span>
        </>
      );
    case "source":
      return (
        <span className="truncate">
          {t("rawRows", { rows: format.integer(branch.source.rows), source: branch.source.source })}
        </span>
      );
    case "other":
      return (
        <>
          <span className="truncate">{branch.name === "before" ? t("before") : branch.name}</span>
          <span
            className={cn("ml-auto shrink-0 text-xs", branch.current === false ? "text-warn" : "text-muted")}
          >
            {t(branch.current === false ? "outdated" : "notKept")}
          </span>
        </>
      );
  }
}
