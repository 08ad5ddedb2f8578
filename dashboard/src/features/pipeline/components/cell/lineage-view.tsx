"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { cn } from "@/components/ui/cn";
import { QueryView } from "@/components/ui/query-view";
import { EmptyState } from "@/components/ui/states";
import { ProblemError } from "@/lib/api/problem";
import { useLineage } from "../../api/sessions";
import type { Layer, Lineage } from "../../api/types";
import { BranchFacts } from "./branch-facts";
import { LineageTree } from "./lineage-tree";
import { linesOf, treeOf } from "./tree";

/** From a partition down to its raw rows: a tree to walk, and the facts of what is chosen in it. */
export function LineageView({ session, layer }: { session: string; layer: Layer }) {
  const t = useTranslations("pipeline.cell");
  const query = useLineage(layer, session);
  if (query.error instanceof ProblemError && query.error.status === 404) {
    return <EmptyState title={t("noManifest")}>{t("noManifestHelp")}</EmptyState>;
  }
  return <QueryView query={query}>{(lineage) => <Walk lineage={lineage} />}</QueryView>;
}

function Walk({ lineage }: { lineage: Lineage }) {
  const t = useTranslations("pipeline.cell");
  const top = useMemo(() => treeOf(lineage), [lineage]);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set<string>());
  const [chosen, setChosen] = useState<string | null>(null);
  const lines = useMemo(() => (top === null ? [] : linesOf(top, folded)), [top, folded]);
  if (top === null) return <EmptyState title={t("noManifest")}>{t("noManifestHelp")}</EmptyState>;
  const at = lines.find(({ branch }) => branch.id === chosen) ?? lines[0];
  const Icon = lineage.complete ? CircleCheck : TriangleAlert;
  return (
    <div className="flex flex-col gap-4">
      <p className={cn("flex items-start gap-2 text-sm", lineage.complete ? "text-up" : "text-warn")}>
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        {t(lineage.complete ? "complete" : "incomplete")}
      </p>
      <LineageTree
        label={t("tree", { layer: lineage.layer, day: lineage.session })}
        lines={lines}
        folded={folded}
        at={at?.branch.id ?? top.id}
        onAt={setChosen}
        onFold={(id, isFolded) => {
          const next = new Set(folded);
          if (isFolded) next.add(id);
          else next.delete(id);
          setFolded(next);
        }}
      />
      <p className="text-xs text-muted">{t("treeHelp")}</p>
      {at !== undefined && (
        <section aria-label={t("selected")} className="rounded-md border border-line bg-raised p-3">
          <BranchFacts branch={at.branch} />
        </section>
      )}
    </div>
  );
}
