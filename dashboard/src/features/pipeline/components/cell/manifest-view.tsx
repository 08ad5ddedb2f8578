"use client";

import { useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useFormat } from "@/lib/format/use-format";
import { useManifests } from "../../api/layers";
import type { Layer, ManifestRow } from "../../api/types";
import { Checksum } from "./checksum";
import { Facts } from "./facts";

type File = ManifestRow["files"][number];

/** The manifest of a partition: what makes it exist. */
export function ManifestView({ session, layer }: { session: string; layer: Layer }) {
  const t = useTranslations("pipeline.cell");
  const query = useManifests(layer, { first: session, last: session });
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const manifest = pages[0]?.data[0];
        return manifest === undefined ? (
          <EmptyState title={t("noManifest")}>{t("noManifestHelp")}</EmptyState>
        ) : (
          <Manifest manifest={manifest} />
        );
      }}
    </QueryView>
  );
}

function Manifest({ manifest }: { manifest: ManifestRow }) {
  const t = useTranslations("pipeline.cell");
  const format = useFormat();
  const columns: Column<File>[] = [
    {
      id: "file",
      header: t("file"),
      className: "font-mono text-xs break-all",
      cell: ({ filename }) => filename,
    },
    { id: "rows", header: t("rows"), numeric: true, cell: ({ records }) => format.integer(records) },
    { id: "size", header: t("size"), numeric: true, cell: ({ size_bytes }) => format.bytes(size_bytes) },
    { id: "created", header: t("created"), cell: ({ created_at }) => <Time at={created_at} /> },
    {
      id: "checksum",
      header: t("checksum"),
      cell: ({ checksum, filename }) => <Checksum value={checksum} of={filename} />,
    },
  ];
  const inputs = Object.entries(manifest.inputs);
  return (
    <div className="flex flex-col gap-5">
      <Facts
        facts={[
          [
            t("partition"),
            <code key="key" className="font-mono text-xs">{`${manifest.bucket}/${manifest.prefix}`}</code>,
          ],
          [t("code"), manifest.code_version],
          [t("calendar"), manifest.calendar_version],
          [
            t("inputs"),
            inputs.length === 0 ? (
              "—"
            ) : (
              <ul key="inputs" className="flex flex-col gap-0.5">
                {inputs.map(([name, checksum]) => (
                  <li key={name} className="flex flex-wrap items-center gap-2">
                    {name === "before" ? t("before") : name}
                    <Checksum value={checksum} of={name} />
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
      <DataTable
        caption={t("file")}
        columns={columns}
        rows={manifest.files}
        rowId={({ filename }) => filename}
      />
    </div>
  );
}
