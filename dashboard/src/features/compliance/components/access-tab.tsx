"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { QueryView } from "@/components/ui/query-view";
import { Time } from "@/components/ui/time";
import { NeedsRole } from "@/features/session/components/needs-role";
import { useUsers, type User } from "../api/users";
import { UserDialog } from "./user-dialog";

/** Who may sign in, and as what. */
export function AccessTab() {
  return (
    <NeedsRole roles={["admin"]}>
      <Users />
    </NeedsRole>
  );
}

function Users() {
  const t = useTranslations("compliance.access");
  const query = useUsers();
  const [edited, setEdited] = useState<User | "new" | null>(null);
  return (
    <Card
      title={t("title")}
      hint={t("hint")}
      actions={
        <Button size="sm" variant="primary" onClick={() => setEdited("new")}>
          <UserPlus aria-hidden /> {t("add")}
        </Button>
      }
    >
      <QueryView query={query}>{({ data }) => <List users={data} onEdit={setEdited} />}</QueryView>
      {edited !== null && (
        <UserDialog user={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Card>
  );
}

function List({ users, onEdit }: { users: readonly User[]; onEdit: (user: User) => void }) {
  const t = useTranslations("compliance.access");
  const columns: Column<User>[] = [
    {
      id: "name",
      header: t("name"),
      sortBy: (user) => user.name,
      cell: (user) => <span className="font-medium">{user.name}</span>,
    },
    {
      id: "roles",
      header: t("roles"),
      cell: (user) => (
        <span className="flex flex-wrap gap-1">
          {user.roles.map((role) => (
            <Badge key={role}>{t(`role.${role}`)}</Badge>
          ))}
        </span>
      ),
    },
    {
      id: "active",
      header: t("state"),
      cell: (user) => (
        <Badge tone={user.active ? "good" : "warn"}>{t(user.active ? "active" : "disabled")}</Badge>
      ),
    },
    { id: "by", header: t("addedBy"), cell: (user) => user.created_by },
    {
      id: "at",
      header: t("addedAt"),
      sortBy: (user) => user.recorded_at,
      cell: (user) => <Time at={user.recorded_at} />,
    },
    {
      id: "edit",
      header: t("change"),
      cell: (user) => (
        <Button size="sm" aria-label={t("changeOf", { name: user.name })} onClick={() => onEdit(user)}>
          {t("change")}
        </Button>
      ),
    },
  ];
  return <DataTable caption={t("title")} columns={columns} rows={users} rowId={(user) => user.name} />;
}
