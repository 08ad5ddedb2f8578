"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useState } from "react";
import { BottomBar } from "@/components/shell/bottom-bar";
import { useKeys } from "@/components/shell/keys";
import { Rail } from "@/components/shell/rail";
import { Ribbon } from "@/components/shell/ribbon";
import { useMarketFeed } from "@/features/market/api/feed";
import { asKind, useKind, useMarketClock } from "@/features/market/api/market-clock";
import { useOrdersFeed } from "@/features/orders/api/feed";
import { SessionWatch } from "@/features/session/components/session-watch";
import { keepChoice, RAIL_COOKIE } from "@/lib/preferences/cookies";
import { TabTitle } from "./_frame/tab-title";
import { TopBar } from "./_frame/top-bar";
import { useHeadingFocus } from "./_frame/use-heading-focus";

const DeskPalette = dynamic(() => import("./_frame/palette").then((file) => file.DeskPalette));
const KeysDialog = dynamic(() => import("@/components/shell/keys-dialog").then((file) => file.KeysDialog));

interface Props {
  narrowRail: boolean;
  /** What the server knew of the market when it drew the page: nothing jumps when the services are heard. */
  first: { kind: string; at: number } | null;
  children: ReactNode;
}

/** What stands around every page. */
export function Frame({ narrowRail, first, children }: Props) {
  const t = useTranslations("common");
  const [narrow, setNarrow] = useState(narrowRail);
  const [front, setFront] = useState<"palette" | "keys" | null>(null);
  useMarketFeed();
  useOrdersFeed();
  useHeadingFocus();
  const palette = useCallback(() => setFront((now) => (now === "palette" ? null : "palette")), []);
  const help = useCallback(() => setFront("keys"), []);
  const close = useCallback(() => setFront(null), []);
  useKeys({ palette, help });
  const changeRail = (next: boolean) => {
    setNarrow(next);
    keepChoice(RAIL_COOKIE, next ? "narrow" : "wide");
  };
  return (
    <>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-4 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
      >
        {t("skipToContent")}
      </a>
      <KindRibbon first={first} />
      <div className="flex min-h-[calc(100dvh-var(--ribbon))]">
        <Rail narrow={narrow} onNarrow={changeRail} />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar onPalette={palette} />
          <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col p-3 pb-20 md:p-4">
            {children}
          </main>
        </div>
      </div>
      <BottomBar />
      <SessionWatch />
      <TabTitle />
      {front === "palette" && <DeskPalette onClose={close} onHelp={help} />}
      {front === "keys" && <KeysDialog onClose={close} />}
    </>
  );
}

function KindRibbon({ first }: Pick<Props, "first">) {
  const kind = useKind();
  const { now } = useMarketClock();
  return <Ribbon kind={kind ?? asKind(first?.kind)} at={now ?? first?.at ?? null} />;
}
