"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Time, TimeTabStop } from "@/components/ui/time";
import type { AuditEntry } from "../api/types";
import { Detail } from "./detail";
import { Hash } from "./hash";
import { Instants } from "./instants";

interface Props {
  rows: readonly AuditEntry[];
  /** Searches for what stands in a row. */
  onPick?: (name: "actor" | "action" | "subject", value: string) => void;
}

const COLUMNS = "md:grid-cols-[4rem_7.5rem_7rem_minmax(0,11rem)_minmax(0,1fr)_8.5rem]";

/** Rows of the trail; each opens to all it says and to its place in the chain. */
export function TrailRows({ rows, onPick }: Props) {
  const t = useTranslations("compliance.trail");
  return (
    <div>
      <div
        aria-hidden
        className={cn(
          "hidden gap-3 border-b border-line px-1 pb-1.5 text-xs font-medium text-muted md:grid",
          COLUMNS,
        )}
      >
        <span className="pl-6">{t("row")}</span>
        <span>{t("marketTime")}</span>
        <span>{t("actor")}</span>
        <span>{t("action")}</span>
        <span>{t("subject")}</span>
        <span>{t("hash")}</span>
      </div>
      <ul aria-label={t("title")} className="divide-y divide-line/60">
        {rows.map((row) => (
          <Row key={row.seq} row={row} onPick={onPick} />
        ))}
      </ul>
    </div>
  );
}

function Row({ row, onPick }: { row: AuditEntry; onPick: Props["onPick"] }) {
  const t = useTranslations("compliance.trail");
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li className="px-1 py-1.5 text-sm">
      <div className={cn("grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-0.5", COLUMNS)}>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          aria-label={t("open", { row: row.seq })}
          onClick={() => setOpen(!open)}
          className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded px-1 tabular-nums hover:bg-hover"
        >
          <ChevronRight aria-hidden className={cn("size-4 text-muted", open && "rotate-90")} />
          {row.seq}
        </button>
        <span className="text-right text-muted md:text-left">
          {/* No tab stop in each row: the row opens to both its instants, which are. */}
          <TimeTabStop value={-1}>
            <Time at={row.at} />
          </TimeTabStop>
        </span>
        <Picked name="actor" value={row.actor} onPick={onPick} />
        <Picked name="action" value={row.action} onPick={onPick} strong />
        <span className="col-span-2 min-w-0 md:col-span-1">
          <Picked name="subject" value={row.subject} onPick={onPick} />
        </span>
        <span className="hidden md:inline">
          <Hash of={row.hash} name={t("hash")} />
        </span>
      </div>
      <div id={id} hidden={!open} className="mt-2 mb-1 space-y-2 md:pl-7">
        {open && (
          <>
            <Instants at={row.at} recordedAt={row.recorded_at} />
            <Detail of={row.detail} label={t("detail", { row: row.seq })} />
            <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
              <Chained name={t("hash")} hash={row.hash} />
              <Chained name={t("previous")} hash={row.previous_hash} />
            </dl>
          </>
        )}
      </div>
    </li>
  );
}

function Chained({ name, hash }: { name: string; hash: string }) {
  return (
    <div className="flex items-center gap-1">
      <dt className="text-muted">{name}</dt>
      <dd>
        <Hash of={hash} name={name} length={16} />
      </dd>
    </div>
  );
}

interface PickedProps {
  name: "actor" | "action" | "subject";
  value: string;
  onPick: Props["onPick"];
  strong?: boolean;
}

function Picked({ name, value, onPick, strong = false }: PickedProps) {
  const t = useTranslations("compliance.trail");
  const look = cn("block min-h-6 max-w-full truncate text-left", strong && "font-medium");
  if (onPick === undefined) return <span className={look}>{value}</span>;
  return (
    <button
      type="button"
      title={t("pick", { value })}
      onClick={() => onPick(name, value)}
      className={cn(look, "rounded hover:text-accent hover:underline")}
    >
      {value}
    </button>
  );
}
