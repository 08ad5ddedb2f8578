"use client";

import { CircleHelp, OctagonX, Power, ShieldMinus } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import { useSwitch } from "../api/state";
import type { SwitchView } from "../rules/switch";

const KillSwitchDialog = dynamic(() => import("./kill-switch-dialog").then((file) => file.KillSwitchDialog));

const LOOKS = {
  ACTIVE: { Icon: Power, className: "border-up/50 bg-up-soft text-up" },
  REDUCE_ONLY: { Icon: ShieldMinus, className: "border-warn/60 bg-warn-soft text-warn" },
  HALTED: { Icon: OctagonX, className: "border-danger bg-danger text-on-danger" },
  unknown: { Icon: CircleHelp, className: "border-dashed border-warn bg-warn-soft text-warn" },
  loading: { Icon: CircleHelp, className: "border-line bg-raised text-muted" },
} as const;

/** What may be traded, on every page, and the way to stop it: a click or Ctrl+Shift+H, then a confirmation. */
export function KillSwitch({ className }: { className?: string }) {
  const t = useTranslations("orders.switch");
  const view = useSwitch();
  const [openedAt, setOpenedAt] = useState<number | null>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!event.ctrlKey || !event.shiftKey || event.code !== "KeyH") return;
      event.preventDefault();
      setOpenedAt(Date.now());
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
  const { Icon, className: look } = LOOKS[view.kind === "known" ? view.standing.state : view.kind];
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+Shift+H"
        title={t("shortcut")}
        onClick={() => setOpenedAt(Date.now())}
        className={cn(
          "inline-flex h-9 min-w-32 shrink-0 items-center justify-center gap-2 rounded-md border px-3 text-xs font-semibold tracking-wide whitespace-nowrap hover:brightness-110",
          look,
          className,
        )}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        <span className="sr-only">{t("label")}: </span>
        <StateWords view={view} />
      </button>
      {openedAt !== null && (
        <KillSwitchDialog view={view} openedAt={openedAt} onClose={() => setOpenedAt(null)} />
      )}
    </>
  );
}

function StateWords({ view }: { view: SwitchView }) {
  const t = useTranslations("orders.switch");
  const format = useFormat();
  if (view.kind === "loading") return <span>{t("loading")}</span>;
  if (view.kind === "known") return <span>{t(`state.${view.standing.state}`)}</span>;
  return <span className="tabular-nums">{t("unknownSince", { time: format.time(view.since) })}</span>;
}
