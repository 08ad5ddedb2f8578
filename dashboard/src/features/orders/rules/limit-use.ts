import type { Facts, LimitName, Limits, Risk } from "./risk";

/** Why it cannot be said how much of a limit is used. */
export type NoUse = "limitsUnknown" | "noOrder" | "reducing" | "positionUnknown" | "lossUnknown";

/** How much of a limit is used, and how much there is; each null while it is not known, the use then with its reason. */
export type LimitUse =
  | { readonly used: number; readonly most: number; readonly why: null }
  | { readonly used: null; readonly most: number | null; readonly why: NoUse };

const MOST: Record<LimitName, keyof Limits & `${string}_${"usd" | "cop"}`> = {
  order: "order_usd",
  position: "position_usd",
  dailyLoss: "daily_loss_cop",
};

/** What stands at the limit `name`: the limit needs no order to be known, nor does the loss of today. */
export function limitUse(name: LimitName, risk: Risk | null, { limits, todayCop }: Facts): LimitUse {
  if (limits === null) return { used: null, most: null, why: "limitsUnknown" };
  const most = limits[MOST[name]];
  if (name === "dailyLoss")
    return todayCop === null
      ? { used: null, most, why: "lossUnknown" }
      : { used: Math.max(0, -todayCop), most, why: null };
  if (risk === null) return { used: null, most, why: "noOrder" };
  const usage = risk.usage.find(({ limit }) => limit === name);
  if (usage !== undefined) return { used: usage.used, most, why: null };
  return { used: null, most, why: name === "order" ? "reducing" : "positionUnknown" };
}
