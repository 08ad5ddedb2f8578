"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { ACTIONS, isEmpty, isReversed, NAMES, type TrailFilter } from "../api/filters";

type Values = Record<(typeof NAMES)[number], string>;

interface Props {
  filter: TrailFilter;
  onChange: (filter: TrailFilter) => void;
}

/** What to search the trail for. Remounted (by its key) whenever the address says something else. */
export function TrailFilterForm({ filter, onChange }: Props) {
  const t = useTranslations("compliance.trail");
  const { register, handleSubmit, formState, setError } = useForm<Values>({
    defaultValues: Object.fromEntries(NAMES.map((name) => [name, filter[name] ?? ""])) as Values,
  });
  const search = (values: Values) => {
    const wanted = Object.fromEntries(
      NAMES.map((name) => [name, values[name].trim() || null]),
    ) as unknown as TrailFilter;
    if (isReversed(wanted)) setError("to", { message: t("reversed") });
    else onChange(wanted);
  };
  const nothing = Object.fromEntries(NAMES.map((name) => [name, null])) as unknown as TrailFilter;
  return (
    <form
      role="search"
      aria-label={t("search")}
      onSubmit={(event) => void handleSubmit(search)(event)}
      className="grid grid-cols-2 items-end gap-3 md:grid-cols-3 xl:grid-cols-[1fr_1.2fr_1.6fr_auto_auto_auto]"
    >
      <Field label={t("actor")} placeholder="admin" maxLength={200} {...register("actor")} />
      <Field
        label={t("action")}
        placeholder="order.accepted"
        list="trail-actions"
        maxLength={200}
        {...register("action")}
      />
      <datalist id="trail-actions">
        {ACTIONS.map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      <Field
        label={t("subject")}
        placeholder="trading_state"
        maxLength={200}
        className="col-span-2 md:col-span-1"
        {...register("subject")}
      />
      <Field label={t("from")} type="date" {...register("from")} />
      <Field label={t("to")} type="date" error={formState.errors.to?.message} {...register("to")} />
      <div className="col-span-2 flex gap-2 md:col-span-1">
        <Button type="submit" variant="primary">
          <Search aria-hidden /> {t("find")}
        </Button>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("clear")}
          disabled={isEmpty(filter)}
          onClick={() => onChange(nothing)}
        >
          <X aria-hidden />
        </Button>
      </div>
    </form>
  );
}
