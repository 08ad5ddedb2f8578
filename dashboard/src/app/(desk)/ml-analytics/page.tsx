import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Board } from "./_tabs/board";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("analytics.page"))("title") };
}

export default function ModelsPage() {
  return <Board />;
}
