import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { RAIL_COOKIE, railIsNarrow } from "@/lib/preferences/cookies";
import { marketNow } from "@/lib/server/market";
import { Frame } from "./frame";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const narrow = railIsNarrow((await cookies()).get(RAIL_COOKIE)?.value);
  return (
    <Frame narrowRail={narrow} first={await marketNow()}>
      {children}
    </Frame>
  );
}
