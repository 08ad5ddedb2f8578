import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Mark } from "@/components/shell/mark";
import { SignIn } from "./sign-in";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("session");
  return { title: t("signIn") };
}

export default async function LoginPage() {
  const t = await getTranslations("session");
  const product = await getTranslations("common");
  return (
    <main id="content" className="flex min-h-dvh flex-col items-center justify-center gap-8 p-4">
      <div className="flex flex-col items-center gap-3 text-center">
        <Mark className="size-12" />
        <h1 className="text-xl font-semibold tracking-tight">
          {t("title", { product: product("product") })}
        </h1>
        <p className="max-w-sm text-sm text-muted">{product("description")}</p>
      </div>
      <SignIn />
    </main>
  );
}
