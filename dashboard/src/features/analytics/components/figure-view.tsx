"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { useProblemWords } from "@/components/ui/problem-words";
import { QueryView } from "@/components/ui/query-view";
import { EmptyState } from "@/components/ui/states";
import { ProblemError } from "@/lib/api/problem";
import { useKpis } from "../api/performance";

const HIDDEN = /^Nothing is shown of the sessions/;

/** An answer about a model: where there is nothing to show yet, that is a state of the model and no error. */
export function FigureView<Data>(props: ComponentProps<typeof QueryView<Data>>) {
  const problem = nothingYet(props.query);
  return problem === null ? <QueryView {...props} /> : <NothingYet problem={problem} />;
}

/** The figures of a tab; where the chosen model has none to show yet, that is said once and not by every card. */
export function Figures({ children }: { children: ReactNode }) {
  const problem = nothingYet(useKpis());
  if (problem === null) return children;
  return (
    <Card>
      <NothingYet problem={problem} />
    </Card>
  );
}

function nothingYet({ data, error }: { data: unknown; error: Error | null }): ProblemError | null {
  const nothing = data === undefined && error instanceof ProblemError && error.code === "NOTHING_YET";
  return nothing ? error : null;
}

/** Before a look nothing is shown of the sessions that judge a model; other reasons are the service's own. */
function NothingYet({ problem }: { problem: ProblemError }) {
  const t = useTranslations("analytics.hidden");
  const words = useProblemWords()(problem);
  if (HIDDEN.test(problem.message)) return <EmptyState title={t("title")}>{t("help")}</EmptyState>;
  return (
    <EmptyState title={words ?? problem.message}>
      {words !== null && <p>{problem.message}</p>}
      {problem.cure !== null && <p>{problem.cure}</p>}
    </EmptyState>
  );
}
