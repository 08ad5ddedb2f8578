"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { PAGES } from "./pages";

/** Every key that works on all pages. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("common.keys");
  const nav = useTranslations("common.nav");
  const rows: [readonly string[], string][] = [
    [["Ctrl", "K"], t("palette")],
    [["Ctrl", "Shift", "H"], t("killSwitch")],
    ...PAGES.map(({ name, key }): [readonly string[], string] => [["g", key], t("go", { page: nav(name) })]),
    [["?"], t("help")],
    [["Esc"], t("escape")],
  ];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("title")} description={t("what")}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 text-sm">
        {rows.map(([keys, deed]) => (
          <div key={deed} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded border border-line bg-raised px-1.5 py-0.5 text-center font-mono text-xs"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{deed}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
