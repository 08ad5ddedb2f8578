"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { FillEvent, OrderEvent, Snapshot, StatusBody } from "@/lib/stream/messages";
import { useStream } from "@/lib/stream/provider";
import type { Topic } from "@/lib/stream/connection";
import { type Pages, upserted } from "../rules/pages";
import type { StateBody } from "../rules/switch";
import { type FillBody, type OrderBody, useAccounts } from "./book";
import { type FillFilter, keys, type OrderFilter } from "./keys";

/** Writes orders and fills of every account into the cache as the stream tells of them. Account topics need somebody signed in. */
export function useOrdersFeed(): void {
  const client = useQueryClient();
  const accounts = useAccounts().data?.data;
  const topics = (accounts ?? []).map(({ id }): Topic => ({ kind: "accounts", name: id }));
  const handlers = useMemo(
    () => ({
      event: {
        order: ({ data }: OrderEvent) => told(client, { ...data, bars_changed: null }),
        fill: ({ data }: FillEvent) => filled(client, { ...data, bars_changed: null }),
      },
      anew: (topic: Topic) => {
        if (topic.kind === "accounts") read(client, keys.all);
      },
      // What happened while the line was down comes as a snapshot of the newest only.
      snapshot: ({ account }: Snapshot) => {
        if (account !== undefined) read(client, keys.all);
      },
    }),
    [client],
  );
  useStream(topics, handlers);
}

/** Reads the state of trading again as soon as the stream tells that it changed. */
export function useSwitchFeed(): void {
  const client = useQueryClient();
  const handlers = useMemo(
    () => ({
      event: { system_status: ({ data }: StatusBody) => switched(client, data) },
      snapshot: ({ data }: Snapshot) => {
        if (data.system_status) switched(client, data.system_status.data);
      },
    }),
    [client],
  );
  useStream([], handlers);
}

/** `order` as the service or the stream tells it, into every list it belongs to. */
export function told(client: QueryClient, order: OrderBody): void {
  for (const [key, list] of client.getQueriesData<Pages<OrderBody>>({ queryKey: keys.everyOrders })) {
    const filter = key[2] as OrderFilter;
    if (list !== undefined)
      client.setQueryData(key, upserted(list, order, { ...ORDERS, belongs: (one) => matches(one, filter) }));
  }
}

function filled(client: QueryClient, fill: FillBody): void {
  for (const [key, list] of client.getQueriesData<Pages<FillBody>>({ queryKey: keys.everyFills })) {
    const filter = key[2] as FillFilter;
    if (list !== undefined)
      client.setQueryData(key, upserted(list, fill, { ...FILLS, belongs: (one) => matches(one, filter) }));
  }
  // A position is reckoned from all fills, which only the service has.
  read(client, keys.positions);
  read(client, keys.accounts);
}

function switched(client: QueryClient, { trading_state: told }: StatusBody["data"]): void {
  const known = client.getQueryData<StateBody>(keys.state);
  if (told === null || known?.version !== told.version) read(client, keys.state);
}

const read = (client: QueryClient, queryKey: readonly unknown[]) =>
  void client.invalidateQueries({ queryKey });

const ORDERS = {
  // What has ended stays ended, whatever comes late.
  supersedes: (row: OrderBody, before: OrderBody) => row.status !== "working" || before.status === "working",
  id: ({ id }: OrderBody) => id,
  at: ({ accepted_at }: OrderBody) => accepted_at,
};
const FILLS = {
  id: ({ id }: FillBody) => id,
  at: ({ at }: FillBody) => at,
};

function matches(row: { account: string; status?: OrderBody["status"] }, filter: OrderFilter): boolean {
  const { account = row.account, status = row.status } = filter;
  return row.account === account && row.status === status;
}
