"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import type { ModelRow } from "../api/models";
import { useStaleWords } from "./stale-words";

/** One fact of how a model stands before the court. */
interface Fact {
  readonly id: string;
  readonly name: string;
  /** What it means, in a sentence. */
  readonly what: string;
  readonly warns?: boolean;
}

/** How a model stands: who trained it, by what it is judged, what it must reach, and what has changed since. */
export function useStanding(): (model: ModelRow, kind: string) => readonly Fact[] {
  const t = useTranslations("analytics.standing");
  const format = useFormat();
  const stale = useStaleWords();
  return (model, kind) => {
    const facts: Fact[] = [];
    const told = (id: string, name: string, what: string, warns = false) =>
      facts.push({ id, name, what, warns });
    if (model.trained_here) told("origin", t("here"), t("hereWhat"));
    else {
      const never = kind === "real" ? "" : ` ${t("elsewhereNever")}`;
      told("origin", t("elsewhere"), `${t("elsewhereWhat")}${never}`, true);
    }
    if (model.entry !== null) {
      const target = model.level === null ? "—" : format.integer(1 / model.level);
      told("proof", t("entry", { number: model.entry }), t("entryWhat", { target }));
    } else if (model.look !== null) {
      const level = model.level === null ? "—" : format.significant(model.level);
      told("proof", t("look", { number: model.look }), t("lookWhat", { level }));
    } else if (model.trained_here) told("proof", t("notLooked"), t("notLookedWhat"));
    else told("proof", t("notEntered"), t("notEnteredWhat"));
    if (model.stop !== null) told("stop", t("stop", { stop: format.percent(model.stop, 2) }), t("stopWhat"));
    if (model.stale.length > 0) told("stale", t("stale", { what: stale(model.stale) }), "", true);
    return facts;
  };
}

/** The same as a list of sentences. */
export function Standing({ model, kind }: { model: ModelRow; kind: string }) {
  const t = useTranslations("analytics.standing");
  const facts = useStanding()(model, kind);
  return (
    <ul aria-label={t("label", { version: model.version })} className="flex flex-col gap-0.5 text-xs">
      {facts.map(({ id, name, what, warns }) => (
        <li key={id} className="text-muted">
          <span className={warns === true ? "font-medium text-warn" : "font-medium text-text"}>{name}</span>
          {what !== "" && <> · {what}</>}
        </li>
      ))}
    </ul>
  );
}
