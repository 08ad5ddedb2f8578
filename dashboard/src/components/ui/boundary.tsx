"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Component, type ReactNode } from "react";
import { Button } from "./button";

interface Props {
  /** What is inside, in the words of the reader: "Chart", "Orders". */
  name: string;
  children: ReactNode;
}

interface State {
  error: Error | null;
}

/** Holds a panel that breaks, so that the page around it goes on. */
export class Boundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Broken name={this.props.name} error={error} again={() => this.setState({ error: null })} />;
  }
}

function Broken({ name, error, again }: { name: string; error: Error; again: () => void }) {
  const t = useTranslations("common.broken");
  return (
    <section
      role="alert"
      aria-label={name}
      className="flex min-h-40 flex-col items-center justify-center gap-2 rounded-lg border border-line bg-surface px-4 py-8 text-center"
    >
      <TriangleAlert aria-hidden className="size-6 text-down" />
      <p className="text-sm font-medium">{t("panel", { name })}</p>
      <p className="max-w-md text-sm text-muted">{t("panelHelp")}</p>
      <p className="max-w-full font-mono text-xs break-words text-muted">{error.message}</p>
      <Button size="sm" onClick={again}>
        {t("again")}
      </Button>
    </section>
  );
}
