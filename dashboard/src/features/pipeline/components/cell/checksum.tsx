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
  return (
    <button
      type="button"
      onClick={copy}
      title={value}
      aria-label={t("copy", { name: of })}
      className="inline-flex items-center gap-1 rounded font-mono text-xs text-muted hover:text-text"
    >
      {value.replace("sha256:", "").slice(0, 12)}
      <Copy aria-hidden className="size-3" />
    </button>
  );
}
