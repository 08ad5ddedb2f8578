import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./globals.css";

import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ServiceWorker } from "@/components/shell/service-worker";
import { chosenTheme, GROUND, type Theme, THEME_COOKIE } from "@/lib/preferences/cookies";
import { Providers } from "./providers";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return {
    title: { default: t("product"), template: `%s · ${t("product")}` },
    description: t("description"),
    applicationName: t("product"),
    icons: {
      icon: [{ url: "/icons/icon.svg", type: "image/svg+xml" }],
      apple: [{ url: "/icons/apple-180.png", sizes: "180x180" }],
    },
    appleWebApp: { capable: true, title: t("product"), statusBarStyle: "default" },
    formatDetection: { telephone: false },
  };
}

export async function generateViewport(): Promise<Viewport> {
  const theme = await keptTheme();
  return {
    width: "device-width",
    initialScale: 1,
    viewportFit: "cover",
    themeColor:
      theme === "system"
        ? [
            { media: "(prefers-color-scheme: light)", color: GROUND.light },
            { media: "(prefers-color-scheme: dark)", color: GROUND.dark },
          ]
        : GROUND[theme],
  };
}

/** Drawn for each request: the language, the theme and the nonce of the scripts are of that request. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={await getLocale()} data-theme={await keptTheme()}>
      <body className="min-h-dvh">
        <NextIntlClientProvider>
          <Providers>{children}</Providers>
          <ServiceWorker />
        </NextIntlClientProvider>
      </body>
    </html>
  );
}

async function keptTheme(): Promise<Theme> {
  return chosenTheme((await cookies()).get(THEME_COOKIE)?.value);
}
