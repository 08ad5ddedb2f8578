"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

interface Props {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** Brings the next page of a list, where there is one. */
export function LoadMore({ query }: Props) {
  const t = useTranslations("orders.book");
  if (!query.hasNextPage) return null;
  return (
    <Button
      size="sm"
      className="mt-3 self-center"
      disabled={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {query.isFetchingNextPage && <LoaderCircle aria-hidden className="animate-spin" />}
      {t("loadMore")}
    </Button>
  );
}
