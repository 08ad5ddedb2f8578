export type Theme = "system" | "light" | "dark";

export const THEME_COOKIE = "usdcop_theme";
export const RAIL_COOKIE = "usdcop_rail";
const A_YEAR = 365 * 24 * 3600;

/** Grounds of the two themes, for the bars a browser draws around the page. */
export const GROUND = { light: "#f5f6f8", dark: "#0c0f14" } as const;

export function chosenTheme(cookie: string | undefined): Theme {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}

/** Whether the rail shows icons alone. */
export function railIsNarrow(cookie: string | undefined): boolean {
  return cookie === "narrow";
}

/** Keeps a choice that the server must know before it draws the page. */
export function keepChoice(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${A_YEAR}; samesite=strict`;
}
