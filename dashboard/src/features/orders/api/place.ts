"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { trading } from "@/lib/api/clients";
import { ProblemError, unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/trading";
import type { OrderBody } from "./book";
import { told } from "./feed";
import { keys } from "./keys";

/** An order as it is sent; under its `client_order_id` it may be sent again without a second effect. */
export type NewOrder = components["schemas"]["NewOrder"];

/** After so long without an answer nobody may believe that an order was accepted, nor that it was not. */
const PATIENCE_MS = 8_000;

/** What is said once the service has answered. Called also where who asked is gone by then, as the row of an order that ended. */
interface Ends<Done> {
  readonly onDone: (done: Done) => void;
  readonly onFailed?: (error: Error) => void;
}

/** Sends an order. Where no answer comes it looks whether the order arrived; never kept for later: without a network it fails at once. */
export function usePlaceOrder({ onDone }: Ends<OrderBody>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: placed,
    networkMode: "always",
    onSuccess: (order) => {
      told(client, order);
      onDone(order);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.all }),
  });
}

/** Cancels a working order. Cancelling twice has the effect of once. */
export function useCancelOrder({ onDone, onFailed }: Ends<OrderBody>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (order: Pick<OrderBody, "id">) => cancelled(order.id),
    networkMode: "always",
    onSuccess: (order) => {
      told(client, order);
      onDone(order);
    },
    ...(onFailed && { onError: onFailed }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.everyOrders }),
  });
}

/** What became of cancelling several: how many are cancelled, and what each of the others failed of. */
export interface Cancelled {
  readonly done: number;
  readonly errors: readonly Error[];
}

/** Cancels `orders` one by one; one that fails does not keep the others. */
export function useCancelAll({ onDone }: Ends<Cancelled>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (orders: readonly Pick<OrderBody, "id">[]): Promise<Cancelled> => {
      const ends = await Promise.allSettled(orders.map(({ id }) => cancelled(id)));
      for (const end of ends) if (end.status === "fulfilled") told(client, end.value);
      const errors = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as Error] : []));
      return { done: ends.length - errors.length, errors };
    },
    networkMode: "always",
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: keys.everyOrders }),
  });
}

async function placed(body: NewOrder): Promise<OrderBody> {
  try {
    return await unwrap(trading.POST("/api/trading/orders", { body, signal: patience() }));
  } catch (error) {
    const arrived = error instanceof ProblemError && error.isOutage ? await found(body) : null;
    if (arrived === null) throw error;
    return arrived;
  }
}

/** The order among the newest of its account; null where it is not there, or cannot be looked for. */
async function found({ account, client_order_id: id }: NewOrder): Promise<OrderBody | null> {
  const query = { account, limit: 20 };
  const newest = await unwrap(
    trading.GET("/api/trading/orders", { params: { query }, signal: patience() }),
  ).catch(() => null);
  return newest?.data.find((order) => order.client_order_id === id) ?? null;
}

function cancelled(id: string): Promise<OrderBody> {
  const params = { path: { order_id: id } };
  return unwrap(trading.DELETE("/api/trading/orders/{order_id}", { params, signal: patience() }));
}

const patience = () => AbortSignal.timeout(PATIENCE_MS);
