"use client";

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import { newer, type StateBody, switchView, type SwitchView, type TradingState } from "../rules/switch";
import { keys } from "./keys";
import { useSwitchFeed } from "./feed";
import { useNow } from "./use-now";

const EVERY_MS = 10_000;
/** After so long without an answer nobody may believe that a change was made. */
const PATIENCE_MS = 8_000;

/** What may be traded. Read every ten seconds, in hidden tabs too, and whenever the stream tells of a change. */
export const stateQuery = queryOptions({
  queryKey: keys.state,
  queryFn: ({ signal }) =>
    unwrap(trading.GET("/api/trading/state", { signal: AbortSignal.any([signal, patience()]) })),
  refetchInterval: EVERY_MS,
  refetchIntervalInBackground: true,
  networkMode: "always",
});

/** How the switch stands now; says so itself once what was read grows old. */
export function useSwitch(): SwitchView {
  useSwitchFeed();
  const reading = useQuery(stateQuery);
  const now = useNow(EVERY_MS / 2);
  return switchView(reading, Math.max(now, reading.dataUpdatedAt));
}

export interface StateChange {
  readonly state: TradingState;
  readonly reason: string;
}

/** Changes what may be traded. Never kept for later: without a network it fails at once. However it ends, the state is read again. */
export function useChangeState() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: StateChange) =>
      unwrap(trading.PUT("/api/trading/state", { body, signal: patience() })),
    networkMode: "always",
    onSuccess: (told) => client.setQueryData<StateBody>(keys.state, (before) => newer(before, told)),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all }),
  });
}

function patience(): AbortSignal {
  return AbortSignal.timeout(PATIENCE_MS);
}
