"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Overlay } from "@/components/charts/price/series";
import { Stat, toneOf } from "@/components/ui/stat";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { usePreferences } from "@/lib/preferences/store";
import { barsOf, momentAt, type Moment, type Recording, tradesIn } from "../api/replay";
import { decisionMarkers, fillMarkers } from "../api/trade-markers";
import { voicesOf } from "../api/opinions";
import { ChartView } from "./chart-view";
import { Voices } from "./policy-panel";
import { ReplayControls } from "./replay-controls";

interface Props {
  recording: Recording;
  /** Whether fills could be read at all: they need somebody signed in. */
  knowsFills: boolean;
  /** Whether opinions could be read: otherwise silence says nothing. */
  knowsOpinions: boolean;
  account: string;
  /** Number of the bar in its session. */
  place: number;
  onPlace: (place: number) => void;
}

export function ReplayPlayer({ recording, knowsFills, knowsOpinions, account, place, onPlace }: Props) {
  const t = useTranslations("market.replay");
  const names = useTranslations("market.target");
  const indicators = usePreferences((preferences) => preferences.indicators);
  const overlays = useMemo(
    () => indicators.filter((one): one is Overlay => one !== "markers" && one !== "volume"),
    [indicators],
  );
  const bars = useMemo(() => barsOf(recording), [recording]);
  const trades = useMemo(() => tradesIn(recording), [recording]);
  const moment = useMemo(() => momentAt(recording, place), [recording, place]);
  const markers = useMemo(() => {
    if (moment === null) return [];
    const leader = voicesOf(moment.opinions)[0];
    return [...decisionMarkers(leader?.opinions ?? [], "5m", names), ...fillMarkers(moment.fills, "5m")];
  }, [moment, names]);
  if (moment === null) return <EmptyState title={t("noBars")}>{t("noBarsCure")}</EmptyState>;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <ReplayControls place={place} bars={bars} trades={trades} onPlace={onPlace} />
      <Standing moment={moment} knowsFills={knowsFills} account={account} />
      <div className="flex min-h-80 flex-1 flex-col">
        <ChartView
          book={moment.book}
          timeframe="5m"
          overlays={overlays}
          markers={markers}
          onNearStart={noMore}
          notice={null}
        />
      </div>
      {moment.opinions.length === 0 ? (
        <p className="text-xs text-muted">{t(knowsOpinions ? "noOpinions" : "opinionsUnread")}</p>
      ) : (
        <Voices opinions={moment.opinions} />
      )}
    </div>
  );
}

/** What the account held and had earned at this bar. */
function Standing({ moment, knowsFills, account }: { moment: Moment; knowsFills: boolean; account: string }) {
  const t = useTranslations("market.replay");
  const format = useFormat();
  const { position, pnl } = moment.standing;
  const absent = <abbr title={t("fillsNeedSignIn")}>—</abbr>;
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4" aria-label={t("standing", { account })}>
      <Stat label={t("bar")} value={format.time(moment.bar.time)} note={format.utc(moment.bar.time)} />
      <Stat label={t("close")} value={format.price(moment.bar.close)} />
      <Stat
        label={t("position", { account })}
        value={knowsFills ? format.usd(position, true) : absent}
        tone={knowsFills ? toneOf(position) : "plain"}
      />
      <Stat
        label={t("pnl")}
        value={
          !knowsFills ? absent : pnl === null ? <abbr title={t("noPnl")}>—</abbr> : format.cop(pnl, true)
        }
        tone={knowsFills ? toneOf(pnl) : "plain"}
      />
    </dl>
  );
}

const noMore = () => undefined;
