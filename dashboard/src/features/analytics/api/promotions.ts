"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { analytics } from "@/lib/api/clients";
import { unwrap } from "@/lib/api/problem";
import type { components } from "@/lib/api/types/analytics";
import { modelKeys } from "./models";

type Schemas = components["schemas"];

export type PromotionAsked = Schemas["PromotionRequest"] & { readonly version: number };

/** Gives a model a role; a refusal of the gates is a `ProblemError` with the code `GATE_REFUSED`. */
export const useRequestPromotion = () =>
  useRoleChange(({ version, ...body }: PromotionAsked) =>
    unwrap(
      analytics.POST("/api/analytics/models/{version}/promotions", { params: { path: { version } }, body }),
    ),
  );

/** The second person agrees to an override. */
export const useApprovePromotion = (onDone: () => void) =>
  useRoleChange(
    (id: string) =>
      unwrap(
        analytics.POST("/api/analytics/promotions/{promotion_id}/approve", {
          params: { path: { promotion_id: id } },
        }),
      ),
    onDone,
  );

export const useRefusePromotion = (onDone: () => void) =>
  useRoleChange(
    (id: string) =>
      unwrap(
        analytics.POST("/api/analytics/promotions/{promotion_id}/refuse", {
          params: { path: { promotion_id: id } },
        }),
      ),
    onDone,
  );

/** Gives a role back to who held it before. */
export const useRollback = () =>
  useRoleChange((body: Schemas["RollbackRequest"]) =>
    unwrap(analytics.POST("/api/analytics/models/rollback", { body })),
  );

/** Who holds a role decides what every figure of the page is about: after a change, refused or not, all is read anew. `onDone` is called also where the request that was decided is gone from the page by then. */
function useRoleChange<Input, Output>(change: (input: Input) => Promise<Output>, onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    ...(onDone && { onSuccess: onDone }),
    onSettled: () => client.invalidateQueries({ queryKey: modelKeys.all }),
  });
}
