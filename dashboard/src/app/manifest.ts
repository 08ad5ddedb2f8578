import type { MetadataRoute } from "next";
import { getLocale, getTranslations } from "next-intl/server";

/** What makes the dashboard an app that can be installed. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const t = await getTranslations("common");
  return {
    id: "/",
    name: t("product"),
    short_name: t("product"),
    description: t("description"),
    lang: await getLocale(),
    start_url: "/trading",
    scope: "/",
    display: "standalone",
    background_color: "#0c0f14",
    theme_color: "#0c0f14",
    categories: ["finance"],
    icons: [
      { src: "/icons/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
    shortcuts: (["trading", "pipeline", "diagnostics"] as const).map((page) => ({
      name: t(`nav.${page}`),
      url: { trading: "/trading", pipeline: "/", diagnostics: "/diagnostico" }[page],
    })),
  };
}
