import { FileQuestion } from "lucide-react";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { PAGES } from "@/components/shell/pages";
import { Button } from "@/components/ui/button";

export default async function NotFound() {
  const t = await getTranslations("common");
  return (
    <main id="content" className="flex min-h-dvh flex-col items-center justify-center gap-3 p-4 text-center">
      <FileQuestion aria-hidden className="size-8 text-faint" />
      <h1 className="text-lg font-semibold">{t("missing.title")}</h1>
      <p className="max-w-md text-sm text-muted">{t("missing.text")}</p>
      <nav aria-label={t("nav.label")} className="mt-2 flex flex-wrap justify-center gap-2">
        {PAGES.map(({ name, href, icon: Icon }) => (
          <Button key={name} asChild>
            <Link href={href}>
              <Icon aria-hidden /> {t(`nav.${name}`)}
            </Link>
          </Button>
        ))}
      </nav>
    </main>
  );
}
