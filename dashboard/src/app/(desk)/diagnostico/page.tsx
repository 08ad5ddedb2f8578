import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DiagnosticsPage } from "@/features/diagnostics/components/diagnostics-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("diagnostics"))("title") };
}

export default function Page() {
  return <DiagnosticsPage />;
}
