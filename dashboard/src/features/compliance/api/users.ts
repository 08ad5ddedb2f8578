"use client";

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { trading } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/trading";

type Schemas = components["schemas"];
export type User = Schemas["UserAnswer"];

export const ROLES = [
  "viewer",
  "trader",
  "operator",
  "compliance",
  "admin",
] as const satisfies Schemas["Role"][];

const keys = { users: ["compliance", "users"] as const };

export const usersQuery = queryOptions({
  queryKey: keys.users,
  queryFn: ({ signal }) => unwrap(trading.GET("/api/auth/users", { signal })),
});

export const useUsers = () => useQuery(usersQuery);

export function useAddUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NewUser"]) => unwrap(trading.POST("/api/auth/users", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.users }),
  });
}

export function useChangeUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, body }: { name: string; body: Schemas["ChangedUser"] }) =>
      unwrap(trading.PATCH("/api/auth/users/{name}", { params: { path: { name } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.users }),
  });
}
