/** Colours of the chart, as the theme of now gives them. A canvas knows no CSS variables: they are read once per theme. */
export interface Palette {
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly line: string;
  readonly accent: string;
  readonly up: string;
  readonly down: string;
  readonly warn: string;
}

const TOKENS = ["surface", "text", "muted", "faint", "line", "accent", "up", "down", "warn"] as const;

export function readPalette(within: HTMLElement): Palette {
  // `getPropertyValue` would give `light-dark(…)` unresolved; the colour of an element is resolved.
  const probe = document.createElement("span");
  probe.style.display = "none";
  within.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const palette = Object.fromEntries(TOKENS.map((token) => [token, colour(token)])) as Record<
    (typeof TOKENS)[number],
    string
  >;
  probe.remove();
  return palette;
}

/** `rgb(1, 2, 3)` with an opacity. */
export function faded(colour: string, opacity: number): string {
  const parts = colour.match(/[\d.]+/g);
  return parts === null ? colour : `rgba(${parts.slice(0, 3).join(", ")}, ${opacity})`;
}

/** Calls back whenever the page's theme changes: by choice, or with the system's. */
export function onThemeChange(changed: () => void): () => void {
  const root = document.documentElement;
  const observer = new MutationObserver(changed);
  observer.observe(root, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", changed);
  };
}
