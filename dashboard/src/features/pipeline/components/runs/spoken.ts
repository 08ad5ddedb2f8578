import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import type { Attempt } from "./attempts";

/** A bar in words: the run, which try it is, how it went, when, and how many others lie under it. */
export function useSpoken(): (attempt: Attempt | undefined, count: number) => string {
  const t = useTranslations("pipeline.runs");
  const layers = useTranslations("pipeline.layers");
  const format = useFormat();
  return (attempt, count) => {
    if (attempt === undefined) return "";
    const { id, layer, status, started_at: at } = attempt.run;
    const parts = [
      t("detail", { id, layer, name: layers(layer) }),
      ...(attempt.number > 1 ? [t("tryNumber", { number: attempt.number })] : []),
      t(`status.${status}`),
      format.moment(at),
      ...(count > 1 ? [t("more", { count })] : []),
    ];
    return parts.join(", ");
  };
}
