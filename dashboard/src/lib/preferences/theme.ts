"use client";

import { useSyncExternalStore } from "react";
import { chosenTheme, GROUND, keepChoice, type Theme, THEME_COOKIE } from "./cookies";

/** The theme chosen: `system` follows the machine. */
export function useTheme(): Theme {
  return useSyncExternalStore(watch, chosen, () => "system");
}

/** The theme on the screen now; canvases draw anew when it changes. */
export function useResolvedTheme(): "light" | "dark" {
  return useSyncExternalStore(watch, resolved, () => "light");
}

/** Changes the theme at once and keeps it for the next page, which the server draws in it: nothing flashes. */
export function setTheme(theme: Theme): void {
  keepChoice(THEME_COOKIE, theme);
  document.documentElement.dataset["theme"] = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content =
      theme === "system" ? GROUND[meta.media.includes("dark") ? "dark" : "light"] : GROUND[theme];
  }
}

function chosen(): Theme {
  return chosenTheme(document.documentElement.dataset["theme"]);
}

function resolved(): "light" | "dark" {
  const theme = chosen();
  if (theme !== "system") return theme;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", changed);
  };
}
