"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "@/components/ui/toast";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useProblemWords } from "@/components/ui/problem-words";
import type { OrderBody } from "../api/book";
import { useCancelAll } from "../api/place";

/** Cancels all that are shown, after asking: it cannot be taken back. */
export function CancelAll({ orders }: { orders: readonly OrderBody[] }) {
  const t = useTranslations("orders.book");
  const [isOpen, setOpen] = useState(false);
  const inWords = useProblemWords();
  const cancel = useCancelAll({
    onDone: ({ done, errors: [first, ...more] }) => {
      setOpen(false);
      if (first === undefined) toast.success(t("cancelledAll", { done }));
      else
        toast.error(t("cancelledSome", { done, failed: more.length + 1 }), {
          description: inWords(first) ?? first.message,
        });
    },
  });
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t("cancelAll", { count: orders.length })}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("cancelAllTitle", { count: orders.length })}
        description={t("cancelAllWhat")}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>{t("keep")}</Button>
          <Button variant="danger" disabled={cancel.isPending} onClick={() => cancel.mutate(orders)}>
            {cancel.isPending && <LoaderCircle aria-hidden className="animate-spin" />}
            {t("cancelAllGo")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
