"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { QueryView } from "@/components/ui/query-view";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { useUrlState } from "@/lib/url/use-url-state";
import { useAccountNames } from "../api/fills";
import { useFillsAccount } from "../api/fills-account";
import { useRecording, useSessions } from "../api/session-replay";
import { ReplayPlayer } from "./replay-player";

const PARAM = "session";

/** A past session, bar by bar, as it was known then: real bars, what bundles said, what an account did. */
export function SessionReplay({ className }: { className?: string }) {
  const t = useTranslations("market.replay");
  const sessions = useSessions();
  const [params, write] = useUrlState();
  // The newest session may still be on; the one before it is over.
  const chosen = params.get(PARAM) ?? sessions.data?.[1] ?? sessions.data?.[0];
  return (
    <Card
      title={t("title")}
      hint={t("hint")}
      className={cn("min-h-96", className)}
      actions={
        <Choices
          sessions={sessions.data ?? []}
          session={chosen}
          onSession={(session) => write({ [PARAM]: session })}
        />
      }
    >
      <QueryView
        query={sessions}
        skeleton={<Skeleton className="flex-1" />}
        empty={{
          when: (days) => days.length === 0,
          show: <EmptyState title={t("empty")}>{t("emptyCure")}</EmptyState>,
        }}
      >
        {() => chosen !== undefined && <Recorded key={chosen} session={chosen} />}
      </QueryView>
    </Card>
  );
}

function Recorded({ session }: { session: string }) {
  const t = useTranslations("market.replay");
  const [account] = useFillsAccount();
  const { candles, recording, error, knowsFills, knowsOpinions } = useRecording(session, account);
  const [place, setPlace] = useState(0);
  return (
    <QueryView query={candles} skeleton={<Skeleton className="flex-1" />}>
      {() =>
        recording === undefined ? null : (
          <>
            {error !== null && (
              <p role="status" className="mb-2 text-xs text-warn">
                {t("partly", { cause: error.message })}
              </p>
            )}
            <ReplayPlayer
              recording={recording}
              knowsFills={knowsFills}
              knowsOpinions={knowsOpinions}
              account={account}
              place={place}
              onPlace={setPlace}
            />
          </>
        )
      }
    </QueryView>
  );
}

interface ChoicesProps {
  sessions: readonly string[];
  session: string | undefined;
  onSession: (session: string) => void;
}

function Choices({ sessions, session, onSession }: ChoicesProps) {
  const t = useTranslations("market.replay");
  const format = useFormat();
  const names = useAccountNames();
  const [account, choose] = useFillsAccount();
  if (session === undefined) return null;
  const days = sessions.includes(session) ? sessions : [session, ...sessions];
  return (
    <>
      <Select
        label={t("session")}
        value={session}
        onChange={onSession}
        className="h-8 text-xs"
        options={days.map((value) => ({ value, label: `${format.day(value)} ${value.slice(0, 4)}` }))}
      />
      {names.length > 0 && (
        <Select
          label={t("account")}
          value={account}
          onChange={choose}
          className="h-8 text-xs"
          options={names.map((value) => ({ value, label: value }))}
        />
      )}
    </>
  );
}
