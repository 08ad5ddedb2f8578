"use client";

import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Toaster } from "sonner";
import { useResolvedTheme } from "@/lib/preferences/theme";

const LOOK = {
  toast: "!border-line !bg-surface !text-text !shadow-lg",
  description: "!text-muted",
  actionButton: "!h-8 !bg-accent !px-3 !text-on-accent",
  cancelButton: "!h-8 !bg-raised !text-text",
  closeButton: "!border-line !bg-surface !text-muted",
};

/** Where short notes appear; above the bar of pages on a phone. Each is read out, and Alt+T goes to them. */
export function Toasts() {
  const t = useTranslations("common");
  return (
    <Toaster
      theme={useResolvedTheme()}
      position="bottom-right"
      closeButton
      containerAriaLabel={t("notes")}
      mobileOffset={{ bottom: "5rem" }}
      toastOptions={{ classNames: LOOK, closeButtonAriaLabel: t("close") }}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-up" />,
        info: <Info aria-hidden className="size-4 text-accent" />,
        warning: <TriangleAlert aria-hidden className="size-4 text-warn" />,
        error: <CircleAlert aria-hidden className="size-4 text-down" />,
      }}
    />
  );
}
