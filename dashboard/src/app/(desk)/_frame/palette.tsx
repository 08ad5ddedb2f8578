"use client";

import { Clock3, Keyboard, LogIn, LogOut, OctagonX } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePathname, useRouter } from "next/navigation";
import { THEMES } from "@/components/shell/choices";
import { PAGES } from "@/components/shell/pages";
import { type Deed, Palette } from "@/components/ui/palette";
import { signInPath } from "@/features/session/api/return-to";
import { useSession } from "@/features/session/api/session";
import { useLeaving } from "@/features/session/components/user-menu";
import { LOCALES } from "@/lib/i18n/locales";
import { useLanguage } from "@/lib/i18n/use-language";
import { type Timeframe, usePreferences } from "@/lib/preferences/store";
import { setTheme } from "@/lib/preferences/theme";

const TIMEFRAMES: readonly Timeframe[] = ["5m", "15m", "30m", "1h", "1d"];

interface Props {
  onClose: () => void;
  onHelp: () => void;
}

/** The palette with what the desk can do. */
export function DeskPalette({ onClose, onHelp }: Props) {
  const t = useTranslations("common.palette");
  const groups = [
    { heading: t("pages"), deeds: usePageDeeds() },
    { heading: t("trading"), deeds: useTradingDeeds() },
    { heading: t("looks"), deeds: useLookDeeds() },
    { heading: t("session"), deeds: useSessionDeeds(onHelp) },
  ];
  return (
    <Palette
      title={t("title")}
      placeholder={t("placeholder")}
      nothing={t("nothing")}
      groups={groups}
      onClose={onClose}
    />
  );
}

function usePageDeeds(): Deed[] {
  const t = useTranslations("common.nav");
  const router = useRouter();
  return PAGES.map(({ name, href, icon: Icon, key }) => ({
    id: `page ${name}`,
    label: t(name),
    icon: <Icon aria-hidden />,
    keys: `g ${key}`,
    words: [name, href],
    run: () => router.push(href),
  }));
}

function useTradingDeeds(): Deed[] {
  const t = useTranslations("common.palette");
  const router = useRouter();
  return [
    {
      id: "kill switch",
      label: t("killSwitch"),
      icon: <OctagonX aria-hidden />,
      keys: "Ctrl Shift H",
      words: ["halt", "stop", "resume", "parar", "detener", "reanudar"],
      // The switch listens to its keys wherever it stands; pressing them is the way to open it.
      run: () =>
        window.dispatchEvent(new KeyboardEvent("keydown", { ctrlKey: true, shiftKey: true, code: "KeyH" })),
    },
    ...TIMEFRAMES.map((timeframe) => ({
      id: `time frame ${timeframe}`,
      label: t("timeframe", { timeframe }),
      icon: <Clock3 aria-hidden />,
      run: () => {
        usePreferences.getState().setTimeframe(timeframe);
        router.push("/trading");
      },
    })),
  ];
}

function useLookDeeds(): Deed[] {
  const t = useTranslations("common.palette");
  const theme = useTranslations("common.theme");
  const language = useTranslations("common.language");
  const [, speak] = useLanguage();
  return [
    ...THEMES.map(({ value, Icon }) => ({
      id: `theme ${value}`,
      label: t("theme", { theme: theme(value) }),
      icon: <Icon aria-hidden />,
      run: () => setTheme(value),
    })),
    ...LOCALES.map((locale) => ({
      id: `language ${locale}`,
      label: t("language", { language: language(locale) }),
      words: ["language", "idioma"],
      run: () => speak(locale),
    })),
  ];
}

function useSessionDeeds(onHelp: () => void): Deed[] {
  const t = useTranslations("common.palette");
  const session = useTranslations("session");
  const router = useRouter();
  const pathname = usePathname();
  const { session: signedIn } = useSession();
  const leave = useLeaving();
  return [
    signedIn === null
      ? {
          id: "sign in",
          label: session("signIn"),
          icon: <LogIn aria-hidden />,
          run: () => router.push(signInPath(pathname)),
        }
      : { id: "sign out", label: session("signOut"), icon: <LogOut aria-hidden />, run: leave },
    { id: "keys", label: t("keys"), icon: <Keyboard aria-hidden />, keys: "?", run: onHelp },
  ];
}
