import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { type CellLook, LOOKS } from "./cell-look";
import { COLOURS } from "./session-line";

/** What colours and signs of the grid mean. */
export function Legend() {
  const t = useTranslations("pipeline.sessions");
  return (
    <ul
      aria-label={t("legend")}
      className="flex basis-full flex-wrap sm:flex-1 sm:basis-0 gap-x-4 gap-y-1.5 text-xs text-muted"
    >
      {(Object.keys(LOOKS) as CellLook[]).map((look) => (
        <li key={look} className="flex items-center gap-1.5">
          <span
            aria-hidden
            className={cn(
              "inline-flex h-5 w-6 items-center justify-center rounded font-semibold",
              COLOURS[LOOKS[look].colour],
            )}
          >
            {LOOKS[look].sign}
          </span>
          {t(`look.${look}`)}
        </li>
      ))}
    </ul>
  );
}
