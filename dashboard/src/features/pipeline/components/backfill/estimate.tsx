"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { QueryView } from "@/components/ui/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat } from "@/components/ui/stat";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useCreditsLeft, useEstimate, useStartBackfill } from "../../api/backfill";
import type { BackfillEstimate, Span } from "../../api/types";

interface Props {
  span: Span;
  onStarted: (id: string) => void;
}

/** What a backfill would take, told by a dry run before anything starts; then the way to start it. */
export function Estimate({ span, onStarted }: Props) {
  const t = useTranslations("pipeline.backfill");
  const format = useFormat();
  const query = useEstimate(span, true);
  return (
    <QueryView
      query={query}
      skeleton={
        <div role="status" aria-busy aria-label={t("estimating")}>
          <Skeleton className="h-28" />
        </div>
      }
      empty={{
        when: ({ bars_missing }) => bars_missing === 0,
        show: query.data && (
          <EmptyState title={t("nothing")}>
            {query.data.bars_given_up > 0
              ? t("givenUp", { bars: query.data.bars_given_up })
              : t("nothingHelp", { bars: format.integer(query.data.expected_bars) })}
          </EmptyState>
        ),
      }}
    >
      {(estimate) => <Offer estimate={estimate} span={span} onStarted={onStarted} />}
    </QueryView>
  );
}

function Offer({ estimate, span, onStarted }: Props & { estimate: BackfillEstimate }) {
  const t = useTranslations("pipeline.backfill");
  const format = useFormat();
  const left = useCreditsLeft().data ?? null;
  const [isAsking, setAsking] = useState(false);
  const start = useStartBackfill();
  const begin = () => {
    setAsking(false);
    start.mutate(span, { onSuccess: ({ id }) => onStarted(id) });
  };
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-2 gap-3 rounded-md border border-line bg-raised p-3">
        <Stat label={t("missing")} value={format.integer(estimate.bars_missing)} />
        <Stat label={t("requests")} value={format.integer(estimate.requests)} />
        <Stat label={t("credits")} value={format.integer(estimate.credits)} />
        <Stat
          label={t("left")}
          value={left === null ? <span title={t("leftUnknown")}>—</span> : format.integer(left)}
        />
      </dl>
      {estimate.bars_given_up > 0 && (
        <p className="text-xs text-muted">{t("givenUp", { bars: estimate.bars_given_up })}</p>
      )}
      <Spans spans={estimate.spans} />
      {left !== null && estimate.credits > left && (
        <p className="rounded-md border border-warn/40 bg-warn-soft p-2 text-xs text-warn">{t("tooDear")}</p>
      )}
      {start.error !== null && (
        <section aria-label={t("refused")} className="rounded-md border border-down/40">
          <ErrorState error={start.error} retry={begin} />
        </section>
      )}
      <Button variant="primary" disabled={start.isPending} onClick={() => setAsking(true)}>
        {t(start.isPending ? "starting" : "start")}
      </Button>
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("confirmTitle")}
        description={t("confirm", {
          bars: estimate.bars_missing,
          first: format.day(span.first),
          last: format.day(span.last),
          requests: estimate.requests,
          credits: estimate.credits,
        })}
      >
        <Button variant="primary" className="self-end" onClick={begin}>
          {t("go", { credits: estimate.credits })}
        </Button>
      </Dialog>
    </div>
  );
}

function Spans({ spans }: Pick<BackfillEstimate, "spans">) {
  const t = useTranslations("pipeline.backfill");
  return (
    <details className="text-xs">
      <summary className="cursor-pointer text-muted">{t("spans")}</summary>
      <ul className="mt-2 flex max-h-40 flex-col gap-1 overflow-y-auto tabular-nums">
        {spans.map(({ start, end, bars }) => (
          <li key={start} className="flex justify-between gap-3">
            <span>
              <Time at={start} as="date" /> – <Time at={end} as="date" />
            </span>
            <span className="text-muted">{t("spanBars", { bars })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
