"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

/** Instead of a page that broke as a whole: what happened, and the way on. */
export function BrokenPage({ error, reset }: Props) {
  const t = useTranslations("common.broken");
  return (
    <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-3 p-8 text-center">
      <TriangleAlert aria-hidden className="size-8 text-down" />
      <h1 className="text-lg font-semibold">{t("page")}</h1>
      <p className="max-w-md text-sm text-muted">{t("pageHelp")}</p>
      <p className="max-w-full font-mono text-xs break-words text-muted">{error.digest ?? error.message}</p>
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        <Button variant="primary" onClick={reset}>
          {t("again")}
        </Button>
        <Button onClick={() => window.location.reload()}>{t("reload")}</Button>
      </div>
    </div>
  );
}
