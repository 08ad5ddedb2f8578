"use client";

import { useUrlState } from "@/lib/url/use-url-state";

const PARAM = "fills";
const DEFAULT = "main";

/** The account whose fills the chart shows; it stands in the address. */
export function useFillsAccount(): [string, (account: string) => void] {
  const [params, write] = useUrlState();
  return [params.get(PARAM) ?? DEFAULT, (account) => write({ [PARAM]: account })];
}
