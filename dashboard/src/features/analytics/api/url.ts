"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** The parameters of the page's address, and the way to change some of them; null takes one away. */
export function useUrl(): {
  params: URLSearchParams;
  change: (changes: Readonly<Record<string, string | null>>) => void;
} {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const change = useCallback(
    (changes: Readonly<Record<string, string | null>>) => {
      const next = withChanges(params, changes).toString();
      router.replace(next === "" ? path : `${path}?${next}`, { scroll: false });
    },
    [params, path, router],
  );
  return { params, change };
}

/** `params` with some of them changed; null takes one away. */
export function withChanges(
  params: URLSearchParams,
  changes: Readonly<Record<string, string | null>>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next;
}
