"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { Tabs } from "@/components/ui/tabs";
import { useFormat } from "@/lib/format/use-format";
import type { Layer } from "../../api/types";
import { LineageView } from "./lineage-view";
import { ManifestView } from "./manifest-view";
import { QualityReport } from "./quality-report";
import { QuarantineList } from "./quarantine-list";

const CELL_TABS = ["quality", "quarantine", "manifest", "lineage"] as const;
type CellTab = (typeof CELL_TABS)[number];

interface Props {
  session: string;
  layer: Layer;
  tab: CellTab;
  onTab: (tab: CellTab) => void;
  onClose: () => void;
}

/** All there is to know of what a layer has of a session. */
export default function CellDialog({ session, layer, tab, onTab, onClose }: Props) {
  const t = useTranslations("pipeline.cell");
  const names = useTranslations("pipeline.layers");
  const format = useFormat();
  const day = `${format.day(session)} ${session.slice(0, 4)}`;
  const contents: Record<CellTab, React.ReactNode> = {
    quality: <QualityReport session={session} />,
    quarantine: <QuarantineList session={session} />,
    manifest: <ManifestView session={session} layer={layer} />,
    lineage: <LineageView session={session} layer={layer} />,
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      from="side"
      title={t("title", { day, layer, name: names(layer) })}
    >
      <Tabs
        label={t("tabs")}
        value={tab}
        onValueChange={(value) => onTab(value as CellTab)}
        tabs={CELL_TABS.map((value) => ({ value, label: t(value), content: contents[value] }))}
      />
    </Dialog>
  );
}
