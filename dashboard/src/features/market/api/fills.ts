"use client";

import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSession } from "@/features/session/api/session";
import { trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/trading";
import type { FillEvent } from "@/lib/stream/messages";
import { useStream } from "@/lib/stream/provider";

export type Fill = components["schemas"]["FillBody"];

const ALL = 10_000;

export const fillsKey = (account: string) => ["market", "fills", account] as const;

/** Fills of an account, oldest first; up to ten thousand, which is years of them. */
const fillsQuery = (account: string) =>
  queryOptions({
    queryKey: fillsKey(account),
    queryFn: async ({ signal }): Promise<Fill[]> => {
      const query = { account, limit: ALL };
      const page = await unwrap(trading.GET("/api/trading/fills", { params: { query }, signal }));
      return page.data.toReversed();
    },
  });

/** Fills by id, oldest first; told twice, one counts. */
export function withFill(fills: readonly Fill[], fill: Fill): Fill[] {
  const others = fills.filter(({ id }) => id !== fill.id);
  return [...others, fill].sort(
    (one, other) => Date.parse(one.at) - Date.parse(other.at) || one.id - other.id,
  );
}

/** Fills of an account, and new ones as they happen; nothing where nobody is signed in. */
export function useFills(account: string) {
  const client = useQueryClient();
  const { session } = useSession();
  const handlers = useMemo(
    () => ({
      event: {
        fill: ({ account: of, data }: FillEvent) =>
          client.setQueryData<Fill[]>(
            fillsKey(of),
            (fills) => fills && withFill(fills, { ...data, bars_changed: null }),
          ),
      },
    }),
    [client],
  );
  const isSignedIn = session !== null;
  useStream(isSignedIn ? [{ kind: "accounts", name: account }] : [], handlers);
  return useQuery({ ...fillsQuery(account), enabled: isSignedIn });
}

/** Names of the paper accounts; empty where nobody is signed in. */
export function useAccountNames(): readonly string[] {
  const { session } = useSession();
  const { data } = useQuery({
    queryKey: ["market", "accounts"],
    queryFn: ({ signal }) => unwrap(trading.GET("/api/trading/accounts", { signal })),
    enabled: session !== null,
    staleTime: 60_000,
  });
  return data?.data.map(({ id }) => id) ?? NONE;
}

const NONE: readonly string[] = [];
