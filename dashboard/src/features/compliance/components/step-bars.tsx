"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { components } from "@/lib/api/types/compliance";
import { useFormat } from "@/lib/format/use-format";
import { Facts } from "./facts";
import { Hash } from "./hash";

type Bar = components["schemas"]["BarRow"];
type Raw = components["schemas"]["RawRow"];

/** An accepted bar: its prices, what is to be minded of it, and the partition it stands in. */
export function BarFacts({ bar }: { bar: Bar }) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  const marks = (
    [
      ["doubtful", bar.doubtful],
      ["suspect", bar.suspect],
      ["openReconstructed", bar.open_reconstructed],
    ] as const
  ).filter(([, there]) => there);
  return (
    <Facts
      of={[
        [t("opened"), <Time key="t" at={bar.time} />],
        [t("slot"), bar.slot],
        [t("open"), format.price(bar.open)],
        [t("high"), format.price(bar.high)],
        [t("low"), format.price(bar.low)],
        [t("close"), format.price(bar.close)],
        [t("source"), `${bar.source} · ${bar.state}`],
        [t("checksum"), <Hash key="c" of={bar.checksum} name={t("checksum")} />],
        marks.length > 0 && [
          t("marks"),
          <span key="m" className="flex gap-1">
            {marks.map(([mark]) => (
              <Badge key={mark} tone="warn">
                {t(mark)}
              </Badge>
            ))}
          </span>,
        ],
      ]}
    />
  );
}

/** Rows as the vendor sent them. */
export function RawRows({ rows }: { rows: readonly Raw[] }) {
  const t = useTranslations("compliance.trade");
  const format = useFormat();
  return (
    <ul className="space-y-2">
      {rows.map((row) => (
        <li key={`${row.time}-${row.known_at}-${row.checksum}`}>
          <Facts
            of={[
              [t("opened"), <Time key="t" at={row.time} />],
              [t("close"), format.price(row.close)],
              [t("source"), `${row.source} · ${row.state}`],
              row.clock_shift_minutes !== 0 && [
                t("clockShift"),
                t("minutes", { count: row.clock_shift_minutes }),
              ],
              [t("knownAt"), <Time key="k" at={row.known_at} />],
              [t("run"), <Hash key="r" of={row.run_id} name={t("run")} length={12} />],
              [t("checksum"), <Hash key="c" of={row.checksum} name={t("checksum")} />],
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
