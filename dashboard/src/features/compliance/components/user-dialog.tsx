"use client";

import { useTranslations } from "next-intl";
import { useForm, type UseFormRegisterReturn } from "react-hook-form";
import { toast } from "@/components/ui/toast";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { ErrorState } from "@/components/ui/states";
import type { Role } from "@/features/session/api/session";
import { ROLES, useAddUser, useChangeUser, type User } from "../api/users";

interface Values {
  name: string;
  password: string;
  roles: Role[];
  active: boolean;
}

const SHORTEST_PASSWORD = 12;
const NEW = { help: "addHelp", password: "firstPassword", hint: "passwordHint", save: "add" };
const OLD = { help: "changeHelp", password: "newPassword", hint: "passwordKept", save: "save" };

/** Adds a user, or changes roles, password and whether one may sign in. */
export function UserDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const t = useTranslations("compliance.access");
  const add = useAddUser();
  const change = useChangeUser();
  const { register, handleSubmit, formState } = useForm<Values>({
    defaultValues: { name: "", password: "", roles: user?.roles ?? ["viewer"], active: user?.active ?? true },
  });
  const done = (text: string) => {
    toast.success(text);
    onClose();
  };
  const save = ({ name, password, roles, active }: Values) => {
    if (user === null) {
      add.mutate({ name: name.trim(), password, roles }, { onSuccess: () => done(t("added", { name })) });
      return;
    }
    const body = { roles, active, ...(password !== "" && { password }) };
    change.mutate({ name: user.name, body }, { onSuccess: () => done(t("changed", { name: user.name })) });
  };
  const { errors } = formState;
  const saving = user === null ? add : change;
  const words = user === null ? NEW : OLD;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={user === null ? t("add") : t("changeOf", { name: user.name })}
      description={t(words.help)}
    >
      <form onSubmit={(event) => void handleSubmit(save)(event)} className="flex flex-col gap-4">
        {user === null && (
          <Field
            label={t("name")}
            autoComplete="off"
            maxLength={64}
            error={errors.name && t("nameNeeded")}
            {...register("name", { required: true })}
          />
        )}
        <RoleChoice field={register("roles", { required: true })} error={errors.roles && t("roleNeeded")} />
        <Field
          label={t(words.password)}
          type="password"
          autoComplete="new-password"
          hint={t(words.hint)}
          error={errors.password && t("passwordShort", { length: SHORTEST_PASSWORD })}
          {...register("password", {
            required: user === null,
            validate: (text) => text === "" || text.length >= SHORTEST_PASSWORD,
          })}
        />
        {user !== null && (
          <label className="flex items-center gap-2 text-sm">
            <input type="checkbox" className="accent-accent" {...register("active")} /> {t("maySignIn")}
          </label>
        )}
        {saving.error !== null && <ErrorState error={saving.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" disabled={saving.isPending}>
            {t(words.save)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function RoleChoice({ field, error }: { field: UseFormRegisterReturn; error: string | undefined }) {
  const t = useTranslations("compliance.access");
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium text-muted">{t("roles")}</legend>
      <div className="flex flex-col gap-1">
        {ROLES.map((role) => (
          <label key={role} className="flex items-baseline gap-2 text-sm">
            <input type="checkbox" value={role} className="accent-accent" {...field} />
            <span className="w-24 shrink-0 font-medium">{t(`role.${role}`)}</span>
            <span className="text-xs text-muted">{t(`may.${role}`)}</span>
          </label>
        ))}
      </div>
      {error !== undefined && <p className="text-xs text-down">{error}</p>}
    </fieldset>
  );
}
