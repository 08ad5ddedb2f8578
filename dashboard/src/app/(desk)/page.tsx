import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PipelineBoard } from "@/features/pipeline/components/pipeline-board";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pipeline");
  return { title: t("title") };
}

export default function Page() {
  return <PipelineBoard />;
}
