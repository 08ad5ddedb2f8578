"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { toast } from "@/components/ui/toast";
import { ProblemError } from "@/lib/api/problem";
import { useStreamHub } from "@/lib/stream/provider";
import { endedQuery, renewSession, sessionQuery, useSession } from "../api/session";
import { signInPath } from "../api/return-to";

/** Renewed this long before the token runs out. */
const AHEAD_MS = 60_000;
/** Soonest a renewal follows another: clocks of the two machines may differ. */
const SHORTEST_MS = 15_000;
/** Timers of browsers overflow after 24 days, and then ring at once. */
const LONGEST_MS = 24 * 3_600_000;

/** Keeps the session alive as long as the page is open, and says once when it has ended. Draws nothing. */
export function SessionWatch() {
  useRenewal();
  useRefusals();
  useEnd();
  return null;
}

/** New tokens in time, and the stream opened anew with them, going on where it was: nothing is missed, nothing blinks. */
function useRenewal(): void {
  const client = useQueryClient();
  const { connection } = useStreamHub();
  const { session } = useSession();
  const expires = session?.expires_at;
  useEffect(() => {
    if (expires === undefined) return;
    const timer = setTimeout(
      () =>
        void renewSession()
          .then((renewed) => renewed && connection.reconnect())
          // An outage is told elsewhere; the answer to who is here comes with the next try.
          .catch(() => undefined)
          .finally(() => void client.invalidateQueries({ queryKey: sessionQuery.queryKey, exact: true })),
      Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Date.parse(expires) - Date.now() - AHEAD_MS)),
    );
    return () => clearTimeout(timer);
  }, [expires, client, connection]);
}

/** A refusal for want of a session makes the page ask again who is signed in. */
function useRefusals(): void {
  const client = useQueryClient();
  useEffect(() => {
    const stops = [
      client.getQueryCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "error") refused(client, event.action.error);
      }),
      client.getMutationCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "error") refused(client, event.action.error);
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [client]);
}

function refused(client: QueryClient, error: unknown): void {
  if (!(error instanceof ProblemError) || error.status !== 401) return;
  if (!client.getQueryData(sessionQuery.queryKey)) return;
  void client.invalidateQueries({ queryKey: sessionQuery.queryKey, exact: true });
}

/** Says once that the session has ended. The page stays as it is: what was typed is not lost. */
function useEnd(): void {
  const t = useTranslations("session");
  const router = useRouter();
  const { data: ended } = useQuery(endedQuery);
  useEffect(() => {
    if (ended === undefined || ended === null) return;
    toast.warning(t("ended"), {
      id: "session-ended",
      description: t("endedHelp"),
      duration: Infinity,
      action: {
        label: t("signIn"),
        onClick: () => router.push(signInPath(`${window.location.pathname}${window.location.search}`)),
      },
    });
  }, [ended, t, router]);
}
