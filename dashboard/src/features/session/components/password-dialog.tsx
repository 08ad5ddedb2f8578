"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { toast } from "@/components/ui/toast";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useChangePassword } from "../api/session";

const SHORTEST = 12;

interface Form {
  old: string;
  new: string;
  again: string;
}

/** A new password for the one signed in. Every sign-in ends with it, so that a stolen one ends too. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("session.password");
  const common = useTranslations("common");
  const router = useRouter();
  const change = useChangePassword();
  const { register, handleSubmit, getValues, formState } = useForm<Form>();
  const { errors } = formState;
  const send = handleSubmit(({ old, new: next }) =>
    change.mutate(
      { old, new: next },
      {
        onSuccess: () => {
          toast.success(t("changed"));
          onClose();
          router.push("/login");
        },
      },
    ),
  );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("change")} description={t("what")}>
      <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
        <Field
          label={t("old")}
          type="password"
          autoComplete="current-password"
          error={errors.old?.message}
          {...register("old", { required: t("oldMissing") })}
        />
        <Field
          label={t("new")}
          type="password"
          autoComplete="new-password"
          hint={t("rule", { least: SHORTEST })}
          error={errors.new?.message}
          {...register("new", {
            minLength: { value: SHORTEST, message: t("rule", { least: SHORTEST }) },
            required: t("rule", { least: SHORTEST }),
          })}
        />
        <Field
          label={t("again")}
          type="password"
          autoComplete="new-password"
          error={errors.again?.message}
          {...register("again", { validate: (again) => again === getValues("new") || t("differs") })}
        />
        {change.error !== null && (
          <p role="alert" className="text-sm text-down">
            {change.error.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" variant="primary" disabled={change.isPending}>
            {t("change")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
