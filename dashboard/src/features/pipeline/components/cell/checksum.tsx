"use client";

import { Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { toast } from "@/components/ui/toast";

/** The beginning of a checksum; pressing it copies all of it. */
export function Checksum({ value, of }: { value: string; of: string }) {
  const t = useTranslations("pipeline.cell");
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => toast.success(t("copied")),
      () => toast.error(t("notCopied")),
    );
  };
  const shown = value.replace("sha256:", "").slice(0, 12);
  return (
    <button
      type="button"
      onClick={copy}
      title={value}
      aria-label={`${t("copy", { name: of })}: ${shown}`}
      className="inline-flex min-h-6 items-center gap-1 rounded font-mono text-xs text-muted hover:text-text"
    >
      {shown}
      <Copy aria-hidden className="size-3" />
    </button>
  );
}
