"use client";

import { Maximize2, Minimize2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { ToggleGroup } from "radix-ui";
import { memo } from "react";
import { Button } from "@/components/ui/button";
import { Changed } from "@/components/ui/changed";
import { Choice } from "@/components/ui/choice";
import { Select } from "@/components/ui/select";
import { type Indicator, type Timeframe, usePreferences } from "@/lib/preferences/store";
import { useAccountNames } from "../api/fills";
import { useFillsAccount } from "../api/fills-account";
import { useChangedMarkers } from "../api/trade-markers";

const TIMEFRAMES: readonly Timeframe[] = ["5m", "15m", "30m", "1h", "1d"];
const INDICATORS: readonly Indicator[] = ["ema", "bollinger", "volume", "rsi", "macd", "markers"];

interface Props {
  hasVolume: boolean;
  isFull: boolean;
  onFull: (isFull: boolean) => void;
}

/** Time frame, indicators, whose fills, full screen. What is chosen stays in this browser. */
export const ChartToolbar = memo(function ChartToolbar({ hasVolume, isFull, onFull }: Props) {
  const t = useTranslations("market.chart");
  const timeframe = usePreferences((preferences) => preferences.timeframe);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Choice
        label={t("timeframe")}
        value={timeframe}
        onChange={(value) => usePreferences.getState().setTimeframe(value)}
        options={TIMEFRAMES.map((value) => ({ value, label: value }))}
      />
      <Indicators hasVolume={hasVolume} />
      <span className="flex-1" />
      <MarkersChanged />
      <AccountChoice />
      <Button
        variant="ghost"
        size="icon"
        aria-label={t(isFull ? "leaveFull" : "full")}
        onClick={() => onFull(!isFull)}
      >
        {isFull ? <Minimize2 aria-hidden /> : <Maximize2 aria-hidden />}
      </Button>
    </div>
  );
});

function Indicators({ hasVolume }: { hasVolume: boolean }) {
  const t = useTranslations("market.chart");
  const indicators = usePreferences((preferences) => preferences.indicators);
  return (
    <ToggleGroup.Root
      type="multiple"
      value={[...indicators]}
      aria-label={t("indicators")}
      className="flex flex-wrap gap-1"
      onValueChange={(next) => {
        const changed = INDICATORS.find((one) => indicators.includes(one) !== next.includes(one));
        if (changed !== undefined) usePreferences.getState().toggleIndicator(changed);
      }}
    >
      {INDICATORS.filter((one) => one !== "volume" || hasVolume).map((one) => (
        <ToggleGroup.Item
          key={one}
          value={one}
          className="rounded-md border border-transparent px-2 py-1 text-xs text-muted hover:bg-hover hover:text-text data-[state=on]:border-line data-[state=on]:bg-raised data-[state=on]:font-medium data-[state=on]:text-text"
        >
          {t(`indicator.${one}`)}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

/** Whether something that is marked was made on bars that were changed since. */
function MarkersChanged() {
  const t = useTranslations("market.chart");
  const changed = useChangedMarkers();
  const isMarked = usePreferences(({ indicators }) => indicators.includes("markers"));
  return isMarked ? <Changed of={changed} what={t("indicator.markers")} /> : null;
}

/** Whose fills are marked; nothing to choose where nobody is signed in. */
function AccountChoice() {
  const t = useTranslations("market.chart");
  const names = useAccountNames();
  const [account, choose] = useFillsAccount();
  const isMarked = usePreferences(({ indicators }) => indicators.includes("markers"));
  if (names.length === 0 || !isMarked) return null;
  return (
    <Select
      label={t("fillsOf")}
      value={account}
      onChange={choose}
      className="h-8 text-xs"
      options={names.map((value) => ({ value, label: t("fillsOfAccount", { account: value }) }))}
    />
  );
}
