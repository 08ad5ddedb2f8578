"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { useFormat } from "@/lib/format/use-format";
import type { TradeAnswer } from "../api/types";
import { Hash } from "./hash";

/** From the session's features down to its raw rows: which file was made of which. */
export function Lineages({ lineages }: { lineages: TradeAnswer["lineages"] }) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  if (lineages.length === 0) return null;
  return (
    <Card title={t("lineage")} hint={t("lineageHelp")}>
      {lineages.map(({ session, complete, nodes, sources }) => (
        <section key={session} className="mb-4 last:mb-0">
          <h3 className="mb-2 flex items-center gap-2 text-sm font-semibold">
            {format.day(session)}
            <Badge tone={complete ? "good" : "warn"}>{t(complete ? "whole" : "remade")}</Badge>
          </h3>
          <ol className="grid gap-2 sm:grid-cols-2 xl:grid-cols-4">
            {nodes.toReversed().map((node) => (
              <li key={node.key} className="min-w-0 rounded-md border border-line bg-ground/40 p-2.5 text-xs">
                <p className="flex items-center justify-between text-sm font-semibold">
                  {node.layer}
                  <span className="text-xs font-normal text-muted">
                    {t("records", { count: node.records })}
                  </span>
                </p>
                <p>
                  <Hash of={node.checksum} name={t("checksum")} />
                </p>
                <p className="truncate text-muted" title={node.key}>
                  {node.key.split("/").at(-1)}
                </p>
                <p className="text-muted">
                  {node.code_version} · {format.bytes(node.size_bytes)}
                </p>
              </li>
            ))}
          </ol>
          <p className="mt-2 text-xs text-muted">
            {sources
              .map((source) => t("from", { rows: source.rows, source: source.source, run: source.run_id }))
              .join(" ")}
          </p>
        </section>
      ))}
    </Card>
  );
}
