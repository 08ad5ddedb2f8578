"use client";

import {
  ChevronFirst,
  ChevronLast,
  Pause,
  Play,
  SkipBack,
  SkipForward,
  StepBack,
  StepForward,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Slider } from "radix-ui";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { useFormat } from "@/lib/format/use-format";
import type { Candle } from "../api/candle-book";

const SPEEDS = ["1", "2", "5", "10"] as const;
type Speed = (typeof SPEEDS)[number];

interface Props {
  /** Number of the bar that is shown. */
  place: number;
  bars: readonly Candle[];
  /** Numbers of the bars in which the account traded. */
  trades: readonly number[];
  onPlace: (place: number) => void;
}

/** Step, play, and jump through the bars of a session. */
export function ReplayControls({ place, bars, trades, onPlace }: Props) {
  const t = useTranslations("market.replay");
  const format = useFormat();
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>("2");
  const last = bars.length - 1;
  const goes = isPlaying && place < last;
  useEffect(() => {
    if (!goes) return;
    const timer = setTimeout(() => onPlace(place + 1), 1_000 / Number(speed));
    return () => clearTimeout(timer);
  }, [goes, place, speed, onPlace]);
  const before = trades.findLast((trade) => trade < place);
  const after = trades.find((trade) => trade > place);
  const at = bars[place]?.time;
  const jump = (to: number | undefined) => {
    setPlaying(false);
    if (to !== undefined) onPlace(to);
  };
  const steps = [
    ["first", ChevronFirst, place > 0 ? 0 : undefined],
    ["previousTrade", SkipBack, before],
    ["back", StepBack, place > 0 ? place - 1 : undefined],
  ] as const;
  const onwards = [
    ["forward", StepForward, place < last ? place + 1 : undefined],
    ["nextTrade", SkipForward, after],
    ["last", ChevronLast, place < last ? last : undefined],
  ] as const;
  const button = ([name, Icon, to]: (typeof steps)[number] | (typeof onwards)[number]) => (
    <Button
      key={name}
      variant="ghost"
      size="icon"
      aria-label={t(name)}
      title={t(name)}
      disabled={to === undefined}
      onClick={() => jump(to)}
    >
      <Icon aria-hidden />
    </Button>
  );
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="flex items-center" role="group" aria-label={t("controls")}>
        {steps.map(button)}
        <Button
          variant="primary"
          size="icon"
          aria-label={t(goes ? "pause" : "play")}
          onClick={() => {
            if (place >= last) onPlace(0);
            setPlaying(!goes);
          }}
        >
          {goes ? <Pause aria-hidden /> : <Play aria-hidden />}
        </Button>
        {onwards.map(button)}
      </div>
      <Choice
        label={t("speed")}
        value={speed}
        onChange={setSpeed}
        options={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
      />
      <Slider.Root
        value={[place]}
        max={Math.max(last, 1)}
        onValueChange={([to]) => jump(to)}
        className="relative flex h-6 min-w-40 flex-1 touch-none items-center select-none"
      >
        <Slider.Track className="relative h-1 flex-1 rounded-full bg-raised">
          <Slider.Range className="absolute h-full rounded-full bg-accent" />
          {trades.map((trade) => (
            <span
              key={trade}
              aria-hidden
              className="absolute top-1/2 size-1.5 -translate-1/2 rounded-full bg-warn"
              style={{ left: `${(trade / Math.max(last, 1)) * 100}%` }}
            />
          ))}
        </Slider.Track>
        <Slider.Thumb
          aria-label={t("sliderAt", { time: at === undefined ? "—" : format.time(at) })}
          className="block size-4 rounded-full border border-line bg-accent shadow"
        />
      </Slider.Root>
      <span className="text-xs text-muted tabular-nums">
        {t("ofBars", { place: place + 1, bars: bars.length })}
      </span>
    </div>
  );
}
