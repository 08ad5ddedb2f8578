"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Dialog } from "@/components/ui/dialog";
import { QueryView } from "@/components/ui/query-view";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useLayer, useManifests } from "../../api/layers";
import { usePart } from "../../api/overview";
import type { Gate, Layer, LayerDetail, ManifestRow, Run } from "../../api/types";
import { Checksum } from "../cell/checksum";
import { Facts } from "../cell/facts";
import { RunBadge } from "../runs/run-badge";
import { Section } from "./section";
import { isNamed, isShare, stateOf, TONES } from "./state";

interface Props {
  layer: Layer;
  onClose: () => void;
}

/** A layer in detail: what ails it, its gates, what it holds, its last runs and its manifests. */
export default function LayerDialog({ layer, onClose }: Props) {
  const t = useTranslations("pipeline.layers");
  const query = useLayer(layer);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      from="side"
      title={`${layer} ${t(layer)}`}
      description={query.data?.status.gate_note ?? undefined}
    >
      <QueryView query={query}>{(detail) => <Detail detail={detail} />}</QueryView>
    </Dialog>
  );
}

function Detail({ detail }: { detail: LayerDetail }) {
  const { layer } = detail.status;
  return (
    <div className="flex flex-col gap-6">
      <Ailment detail={detail} />
      {detail.status.gates.length > 0 && <Gates gates={detail.status.gates} />}
      <Holds detail={detail} />
      <Runs runs={detail.recent_runs} />
      {layer !== "L6" && <Manifests layer={layer} />}
      <Columns detail={detail} />
    </div>
  );
}

function Ailment({ detail: { status } }: { detail: LayerDetail }) {
  const t = useTranslations("pipeline");
  const health = usePart("health").data?.layers.find(({ layer }) => layer === status.layer);
  const state = stateOf(status, health);
  return (
    <div className="flex flex-col gap-2 text-sm">
      <Badge tone={TONES[state]} className="self-start">
        {t(`layers.state.${state}`)}
      </Badge>
      {health?.cause !== null && health !== undefined && (
        <div role="alert" className="rounded-md border border-warn/40 bg-warn-soft p-3">
          <p className="text-xs font-semibold text-warn">{t("layer.ailing")}</p>
          <p>{health.cause}</p>
          {health.next_step !== null && (
            <>
              <p className="mt-2 text-xs font-semibold text-warn">{t("layer.next")}</p>
              <p>{health.next_step}</p>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function Gates({ gates }: { gates: readonly Gate[] }) {
  const t = useTranslations("pipeline.layer");
  const format = useFormat();
  const figure = (gate: Gate, value: number) =>
    isShare(gate) ? format.percent(value, 2) : format.decimal(value, Number.isInteger(value) ? 0 : 4);
  const columns: Column<Gate>[] = [
    {
      id: "gate",
      header: t("gate"),
      cell: ({ name }) => (isNamed(name) ? t(`gateName.${name}`) : name),
    },
    { id: "value", header: t("value"), numeric: true, cell: (gate) => figure(gate, gate.value) },
    {
      id: "threshold",
      header: t("threshold"),
      numeric: true,
      cell: (gate) => `${gate.operator} ${figure(gate, gate.threshold)}`,
    },
    {
      id: "verdict",
      header: t("verdict"),
      cell: ({ passed }) => <Badge tone={passed ? "good" : "bad"}>{t(passed ? "passed" : "refused")}</Badge>,
    },
  ];
  return (
    <Section title={t("gates")}>
      <DataTable caption={t("gates")} columns={columns} rows={gates} rowId={({ name }) => name} />
    </Section>
  );
}

function Holds({ detail }: { detail: LayerDetail }) {
  const t = useTranslations("pipeline.layer");
  const format = useFormat();
  const { status } = detail;
  const day = (session: string) => `${format.day(session)} ${session.slice(0, 4)}`;
  return (
    <Section title={t("facts")}>
      <Facts
        facts={[
          [
            t("bucket"),
            <code key="bucket" className="font-mono text-xs">
              {status.bucket}
            </code>,
          ],
          [t("reads"), detail.reads.join(", ")],
          [t("sessions"), format.integer(status.sessions)],
          [t("records"), format.integer(status.records)],
          [t("size"), format.bytes(detail.size_bytes)],
          [
            t("range"),
            status.first_session === null || status.newest_session === null
              ? "—"
              : `${day(status.first_session)} – ${day(status.newest_session)}`,
          ],
          [
            t(status.layer === "L6" ? "newestRun" : "newest"),
            <Time key="newest" at={status.freshness.newest} />,
          ],
          [t("nextAt"), <Time key="next" at={status.freshness.next_expected_at} />],
        ]}
      />
    </Section>
  );
}

function Runs({ runs }: { runs: readonly Run[] }) {
  const t = useTranslations("pipeline.runs");
  const words = useTranslations("pipeline.layer");
  const format = useFormat();
  const columns: Column<Run>[] = [
    { id: "run", header: t("run"), cell: ({ id }) => id },
    { id: "status", header: t("statusFilter"), cell: ({ status }) => <RunBadge status={status} /> },
    { id: "started", header: t("started"), cell: ({ started_at }) => <Time at={started_at} /> },
    { id: "took", header: t("took"), numeric: true, cell: (run) => format.duration(run.market_seconds) },
    { id: "rows", header: t("rows"), numeric: true, cell: ({ records }) => format.integer(records) },
    { id: "error", header: t("error"), className: "text-xs text-down", cell: ({ error }) => error ?? "" },
  ];
  return (
    <Section title={words("runs")}>
      <DataTable
        caption={words("runs")}
        columns={columns}
        rows={runs}
        rowId={({ id }) => String(id)}
        empty={<EmptyState title={words("noRuns")}>{words("noRunsHelp")}</EmptyState>}
      />
    </Section>
  );
}

function Manifests({ layer }: { layer: Layer }) {
  const t = useTranslations("pipeline.cell");
  const words = useTranslations("pipeline.layer");
  const sessions = useTranslations("pipeline.sessions");
  const common = useTranslations("common");
  const format = useFormat();
  const query = useManifests(layer, null);
  const columns: Column<ManifestRow>[] = [
    {
      id: "session",
      header: sessions("session"),
      className: "whitespace-nowrap",
      cell: ({ session }) => `${format.day(session)} ${session.slice(0, 4)}`,
    },
    {
      id: "rows",
      header: t("rows"),
      numeric: true,
      cell: ({ files }) => format.integer(files.reduce((sum, { records }) => sum + records, 0)),
    },
    { id: "made", header: t("created"), cell: ({ files }) => <Time at={files[0]?.created_at} /> },
    {
      id: "checksum",
      header: t("checksum"),
      cell: ({ files }) =>
        files.map(({ filename, checksum }) => <Checksum key={filename} value={checksum} of={filename} />),
    },
  ];
  return (
    <Section title={words("manifests")}>
      <QueryView query={query}>
        {({ pages }) => (
          <DataTable
            caption={words("manifests")}
            columns={columns}
            rows={pages.flatMap(({ data }) => data)}
            rowId={({ session }) => session}
          />
        )}
      </QueryView>
      {query.hasNextPage && (
        <Button
          size="sm"
          className="mt-3 self-center"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {common("loadMore")}
        </Button>
      )}
    </Section>
  );
}

function Columns({ detail: { columns } }: { detail: LayerDetail }) {
  const t = useTranslations("pipeline.layer");
  if (columns.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-xs font-medium text-muted">
        {t("columns", { count: columns.length })}
      </summary>
      <ul className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {columns.map(({ name, type }) => (
          <li key={name} className="flex justify-between gap-3 text-xs">
            <code className="font-mono">{name}</code>
            <span className="truncate text-muted" title={type}>
              {type}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
