"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { fileOf, pdfOf } from "../api/queries";
import type { ReportRow } from "../api/types";
import { Hash } from "./hash";

const pdfQuery = (id: string) =>
  queryOptions({ queryKey: ["compliance", "pdf", id], queryFn: () => pdfOf(id), staleTime: Infinity });

/** A report's PDF in the page. */
export default function ReportDialog({ report, onClose }: { report: ReportRow; onClose: () => void }) {
  const t = useTranslations("compliance.reports");
  const format = useFormat();
  const { data, error, refetch } = useQuery(pdfQuery(report.id));
  const title = t("titleOf", { first: format.day(report.first), last: format.day(report.last) });
  return (
    <Dialog open onOpenChange={onClose} title={title} from="side" className="w-[min(60rem,100vw)]">
      <div className="mb-3 flex flex-wrap items-center gap-2 text-xs">
        <span className="text-muted">{t("digest")}</span>
        <Hash of={report.digest} name={t("digest")} />
        <span className="ml-auto flex gap-2">
          {(["pdf", "json"] as const).map((kind) => (
            <Button key={kind} size="sm" asChild>
              <a
                href={fileOf(report.id, kind)}
                download={`compliance_${report.first}_${report.last}.${kind}`}
              >
                <Download aria-hidden /> {kind.toUpperCase()}
              </a>
            </Button>
          ))}
        </span>
      </div>
      {error !== null ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className="min-h-96 flex-1" />
      ) : (
        <Paper pdf={data} title={title} />
      )}
    </Dialog>
  );
}

/** Shows a PDF in a frame of the page; the address lives as long as the frame does. */
function Paper({ pdf, title }: { pdf: Blob; title: string }) {
  const show = useCallback(
    (frame: HTMLIFrameElement) => {
      const address = URL.createObjectURL(new Blob([pdf], { type: "application/pdf" }));
      frame.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [pdf],
  );
  return <iframe title={title} ref={show} className="min-h-96 w-full flex-1 rounded-md border border-line" />;
}
