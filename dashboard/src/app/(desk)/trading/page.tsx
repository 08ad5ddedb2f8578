import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { Terminal } from "./terminal";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common.nav");
  return { title: t("trading") };
}

export default function TradingPage() {
  return (
    <Suspense>
      <Terminal />
    </Suspense>
  );
}
