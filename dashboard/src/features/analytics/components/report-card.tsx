"use client";

import { Download, ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { type BarsChanged, Changed } from "@/components/ui/changed";
import { QueryView } from "@/components/ui/query-view";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useUrlState } from "@/lib/url/use-url-state";
import { type ModelRow, useModels, useReports } from "../api/models";
import { useGates } from "../api/performance";
import { KindBadge } from "./badges";
import { chosenReport, reportOf } from "./reports";

/** The evaluation report for reading, in the page. */
export function ReportCard() {
  const t = useTranslations("analytics.report");
  const reports = useReports();
  const models = useModels();
  const gates = useGates();
  return (
    <QueryView
      query={reports}
      skeleton={<Skeleton className="h-[70vh]" />}
      empty={{
        when: ({ data }) => data.length === 0,
        show: (
          <Card title={t("title")}>
            <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>
          </Card>
        ),
      }}
    >
      {({ data, bars_changed }) => (
        <Shown
          ids={data}
          changed={bars_changed}
          models={models.data?.data ?? []}
          hash={gates.data?.model.bundle_hash ?? null}
          kind={models.data?.data_kind ?? null}
        />
      )}
    </QueryView>
  );
}

interface ShownProps {
  ids: readonly string[];
  /** What changed the bars of a report, by its id. */
  changed: Readonly<Record<string, BarsChanged>>;
  models: readonly ModelRow[];
  /** Bundle of the model that the page is about; null while unknown. */
  hash: string | null;
  kind: string | null;
}

function Shown({ ids, changed, models, hash, kind }: ShownProps) {
  const t = useTranslations("analytics.report");
  const [params, write] = useUrlState();
  const id = chosenReport(ids, params.get("report"), hash);
  const source = `/backend/analytics/api/analytics/reports/${id}/pdf`;
  const showsPdf = useShowsPdf();
  const options = ids.map((one) => ({ value: one, label: nameOf(one) })).reverse();
  return (
    <Card
      title={t("title")}
      hint={t("hint")}
      actions={
        <>
          <Changed of={changed[id] ?? null} />
          {kind !== null && <KindBadge kind={kind} />}
          <Select label={t("choose")} value={id} options={options} onChange={(report) => write({ report })} />
          <Button asChild size="sm" variant="ghost">
            <a href={source} target="_blank" rel="noreferrer">
              <ExternalLink aria-hidden /> {t("open")}
            </a>
          </Button>
          <Button asChild size="sm">
            <a href={source} download={`usdcop-${id}.pdf`}>
              <Download aria-hidden /> {t("download")}
            </a>
          </Button>
        </>
      }
    >
      {showsPdf ? (
        <iframe
          key={source}
          // The outline takes half of the room, and the page fits its width.
          src={`${source}#navpanes=0&view=FitH`}
          title={t("frame", { name: nameOf(id) })}
          className="h-[75vh] min-h-96 w-full rounded-md border border-line bg-raised"
        />
      ) : (
        <EmptyState title={t("noViewer")}>{t("noViewerHelp")}</EmptyState>
      )}
    </Card>
  );

  function nameOf(report: string): string {
    const { prefix, day } = reportOf(report);
    const model = models.find(({ bundle_hash: full }) => full.startsWith(prefix));
    return model === undefined
      ? t("nameOfBundle", { bundle: prefix, day })
      : t("nameOfModel", { version: model.version, day });
  }
}

const never = () => () => undefined;

/** Whether the browser shows a PDF in a page; phones mostly do not. Before it is known, it is taken to. */
function useShowsPdf(): boolean {
  return useSyncExternalStore(
    never,
    () => navigator.pdfViewerEnabled,
    () => true,
  );
}
