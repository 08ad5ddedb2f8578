"use client";

import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { Checksum } from "./checksum";
import { Facts } from "./facts";
import type { Branch } from "./tree";

/** What is known of one branch of a lineage. */
export function BranchFacts({ branch }: { branch: Branch }) {
  const t = useTranslations("pipeline.cell");
  const format = useFormat();
  switch (branch.kind) {
    case "partition": {
      const { node } = branch;
      return (
        <Facts
          facts={[
            [
              t("partition"),
              <code key="key" className="font-mono text-xs break-all">
                {node.key}
              </code>,
            ],
            [
              t("checksum"),
              <Checksum key="sum" value={node.checksum} of={`${node.layer} ${node.session}`} />,
            ],
            [t("rows"), format.integer(node.records)],
            [t("size"), format.bytes(node.size_bytes)],
            [t("created"), <Time key="made" at={node.created_at} />],
            [t("code"), node.code_version],
            [t("calendar"), node.calendar_version],
          ]}
        />
      );
    }
    case "source":
      return (
        <Facts
          facts={[
            [t("source"), branch.source.source],
            [
              t("run"),
              <code key="run" className="font-mono text-xs">
                {branch.source.run_id}
              </code>,
            ],
            [t("rows"), format.integer(branch.source.rows)],
            [
              t("known"),
              <span key="known">
                <Time at={branch.source.first_known_at} /> – <Time at={branch.source.last_known_at} />
              </span>,
            ],
          ]}
        />
      );
    case "other":
      return (
        <Facts
          facts={[
            [t("partition"), branch.name === "before" ? t("before") : branch.name],
            [t("checksum"), <Checksum key="sum" value={branch.checksum} of={branch.name} />],
            [t("state"), t(branch.current === false ? "outdated" : "notKept")],
          ]}
        />
      );
  }
}
