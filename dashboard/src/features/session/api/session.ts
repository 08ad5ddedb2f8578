"use client";

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { trading } from "@/lib/api/clients";
import { problemFrom, ProblemError, unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/trading";
import { useStreamHub } from "@/lib/stream/provider";

export type Role = components["schemas"]["Role"];

export interface Session {
  readonly name: string;
  readonly roles: readonly Role[];
  /** When the token of now runs out (real time); it is renewed before. */
  readonly expires_at: string;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const keys = {
  session: ["session"] as const,
  /** When a session ended that nobody had signed out of, milliseconds since 1970; null where none did. */
  ended: ["session", "ended"] as const,
};

/** Who is signed in; null where nobody is. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ client }): Promise<Session | null> => {
    const answer = await asked("GET");
    if (answer.status !== 401) return read<Session>(answer);
    // Signing out empties the cache first; who is still in it did not mean to leave.
    if (client.getQueryData<Session | null>(keys.session)) client.setQueryData(keys.ended, Date.now());
    return null;
  },
  staleTime: 60_000,
});

export const endedQuery = queryOptions<number | null>({
  queryKey: keys.ended,
  queryFn: () => null,
  staleTime: Infinity,
  gcTime: Infinity,
});

/** Asks for new tokens; false where the sign-in has ended. @throws ProblemError where nobody can say. */
export async function renewSession(): Promise<boolean> {
  const answer = await asked("POST", undefined, "/session/refresh");
  if (answer.status === 401) return false;
  await read(answer);
  return true;
}

export function useSession(): { session: Session | null; isPending: boolean } {
  const { data, isPending } = useQuery(sessionQuery);
  return { session: data ?? null, isPending };
}

/** Whether the one signed in has one of `roles`; an administrator has all. The services decide; this only spares a refusal. */
export function useCan(...roles: readonly Role[]): boolean {
  const { session } = useSession();
  return session?.roles.some((role) => role === "admin" || roles.includes(role)) ?? false;
}

export function useSignIn() {
  return useChange((credentials: Credentials) => asked("POST", credentials).then(read<Session>));
}

/** `onDone` and `onFailed` are called also where who asked is gone by then, as a palette that closed. */
export function useSignOut(ends?: Ends<{ revoked: boolean }>) {
  return useChange(() => asked("DELETE").then(read<{ revoked: boolean }>), ends);
}

/** Changes one's own password. Every sign-in ends with it, this one too. */
export function useChangePassword() {
  return useChange((body: components["schemas"]["PasswordChange"]) =>
    unwrap(trading.PUT("/api/auth/password", { body })),
  );
}

interface Ends<Output> {
  readonly onDone: (output: Output) => void;
  readonly onFailed: (error: Error) => void;
}

/** After signing in or out everything is asked anew, and the stream opened with the cookies of now. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>, ends?: Ends<Output>) {
  const client = useQueryClient();
  const hub = useStreamHub();
  return useMutation({
    mutationFn: change,
    ...(ends && { onError: ends.onFailed }),
    onSuccess: async (output) => {
      ends?.onDone(output);
      hub.connection.reconnect();
      // First who is here: what only they may see must not be asked for in the name of nobody.
      await client.resetQueries({ queryKey: keys.session, exact: true });
      await client.resetQueries({
        predicate: ({ queryKey }) => queryKey.length > 1 || queryKey[0] !== "session",
      });
    },
  });
}

async function asked(method: string, body?: object, path = "/session"): Promise<Response> {
  const json = { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return fetch(path, { method, ...(body && json) }).catch(() => {
    throw new ProblemError(0, "UNREACHABLE", "The dashboard's server does not answer.", null);
  });
}

async function read<Body>(answer: Response): Promise<Body> {
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw problemFrom(answer.status, body, answer.headers.get("retry-after"));
  return body as Body;
}
