"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** Values to write by name; null takes a name out of the address. */
export type UrlChanges = Readonly<Record<string, string | null>>;

/**
 * Filters, tabs and open panels, kept in the address, so that a reload or a link shows the same.
 * Written without asking the server for the page again, hence at once.
 */
export function useUrlState(): [URLSearchParams, (changes: UrlChanges) => void] {
  const params = useSearchParams();
  const write = useCallback((changes: UrlChanges) => {
    const { pathname, search } = window.location;
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    const query = next.toString();
    window.history.replaceState(null, "", query === "" ? pathname : `${pathname}?${query}`);
  }, []);
  return [params, write];
}
