"use client";

import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSession } from "@/features/session/api/session";
import { trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/trading";
import { type FillFilter, keys, type OrderFilter } from "./keys";

type Schemas = components["schemas"];
export type OrderBody = Schemas["OrderBody"];
export type FillBody = Schemas["FillBody"];

const ROWS = 50;
/** All working orders of an account fit in one page: the service takes no more. */
const WORKING_ROWS = 200;
/** The stream tells of every change; this only heals what was lost unseen. */
const HEAL_MS = 60_000;

export const positionsQuery = queryOptions({
  queryKey: keys.positions,
  queryFn: ({ signal }) => unwrap(trading.GET("/api/trading/positions", { signal })),
  refetchInterval: HEAL_MS,
});

/** Paper accounts; their profit of today rolls with the session, so it is read more often. */
export const accountsQuery = queryOptions({
  queryKey: keys.accounts,
  queryFn: ({ signal }) => unwrap(trading.GET("/api/trading/accounts", { signal })),
  refetchInterval: HEAL_MS / 2,
});

/** What orders must keep to and what they cost; settings, which only change with the service. */
export const limitsQuery = queryOptions({
  queryKey: keys.limits,
  queryFn: ({ signal }) => unwrap(trading.GET("/api/trading/limits", { signal })),
  staleTime: 10 * HEAL_MS,
});

export const ordersQuery = (filter: OrderFilter) =>
  infiniteQueryOptions({
    queryKey: keys.orders(filter),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        trading.GET("/api/trading/orders", {
          params: {
            query: {
              ...filter,
              limit: filter.status === "working" ? WORKING_ROWS : ROWS,
              ...after(pageParam),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: HEAL_MS,
  });

export const fillsQuery = (filter: FillFilter) =>
  infiniteQueryOptions({
    queryKey: keys.fills(filter),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        trading.GET("/api/trading/fills", {
          params: { query: { ...filter, limit: ROWS, ...after(pageParam) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: HEAL_MS,
  });

const after = (cursor: string | null) => (cursor === null ? {} : { cursor });

/** Orders, fills, positions and accounts are for those who are signed in; nobody else asks. */
const useSignedIn = () => useSession().session !== null;

export const usePositions = () => useQuery({ ...positionsQuery, enabled: useSignedIn() });
export const useAccounts = () => useQuery({ ...accountsQuery, enabled: useSignedIn() });
export const useLimits = () => useQuery(limitsQuery);
export const useOrders = (filter: OrderFilter) =>
  useInfiniteQuery({ ...ordersQuery(filter), enabled: useSignedIn() });
export const useFills = (filter: FillFilter) =>
  useInfiniteQuery({ ...fillsQuery(filter), enabled: useSignedIn() });
