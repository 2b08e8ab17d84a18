/** The users as a table, with what may be done to each. */

import { Ellipsis, KeyRound, Pencil, UserCheck, UserX } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Session } from "@/shared/api/browserSession";
import type { User } from "@/shared/api/lookups";
import { useProblemWords } from "@/shared/api/words";
import { Avatar } from "@/shared/ui/Avatar";
import { Badge } from "@/shared/ui/Badge";
import { matching } from "@/shared/ui/comboboxSearch";
import { confirm } from "@/shared/ui/confirm";
import { type Column, DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import { useTeamActions } from "./data";
import { isLastOwner, mayChange } from "./rules";
import css from "./team.module.css";

interface MemberTableProps {
  users: readonly User[] | undefined;
  typed: string;
  self: Session["user"];
  mayManage: boolean;
  onChange: (user: User) => void;
  onLeave: (user: User) => void;
}

export function MemberTable({ users, typed, self, mayManage, onChange, onLeave }: MemberTableProps) {
  const t = useTranslations("settingsTeam");
  const columns: Column<User>[] = [
    {
      id: "name",
      header: t("columns.name"),
      cell: (user) => (
        <span className={css.person}>
          <Avatar name={user.name} />
          <span className={css.personWords}>
            <span className={css.personName} dir="auto">
              {user.name}
              {user.id === self.id && <span className={css.you}> {t("you")}</span>}
            </span>
            <span className={css.personEmail} dir="ltr">
              {user.email}
            </span>
          </span>
        </span>
      ),
    },
    { id: "role", header: t("columns.role"), width: "160px", cell: (user) => t(`role.${user.role}`) },
    { id: "status", header: t("columns.status"), width: "160px", cell: (user) => <Status user={user} /> },
    {
      id: "since",
      header: t("columns.since"),
      width: "140px",
      hideInCards: true,
      cell: (user) => (user.joinedAt ? <Time at={user.joinedAt} kind="date" /> : "—"),
    },
  ];
  if (mayManage) {
    columns.push({
      id: "actions",
      header: t("columns.actions"),
      hideHeader: true,
      width: "56px",
      align: "end",
      cell: (user) =>
        mayChange(self, user) && (
          <MemberMenu user={user} team={users ?? []} self={self} onChange={onChange} onLeave={onLeave} />
        ),
    });
  }
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={users && shown(users, typed)}
      rowId={(user) => user.id}
      rowName={(user) => user.name}
      empty={<Empty compact title={t("nobody")} />}
    />
  );
}

/** Those who fit what is typed; the disabled ones last. */
function shown(users: readonly User[], typed: string): User[] {
  const options = users.map((user) => ({ value: user.id, label: user.name, hint: user.email }));
  const found = new Set(matching(options, typed).map((option) => option.value));
  return users
    .filter((user) => typed.trim() === "" || found.has(user.id))
    .sort((a, b) => Number(a.status === "disabled") - Number(b.status === "disabled"));
}

function Status({ user }: { user: User }) {
  const t = useTranslations("settingsTeam");
  if (user.status === "disabled") return <Badge>{t("status.disabled")}</Badge>;
  if (user.joinedAt === null) return <Badge tone="info">{t("status.invited")}</Badge>;
  return (
    <Badge tone="accent" dot>
      {t("status.active")}
    </Badge>
  );
}

interface MemberMenuProps extends Pick<MemberTableProps, "self" | "onChange" | "onLeave"> {
  user: User;
  team: readonly User[];
}

function MemberMenu({ user, team, self, onChange, onLeave }: MemberMenuProps) {
  const t = useTranslations("settingsTeam");
  const words = useProblemWords();
  const actions = useTeamActions();
  const told = (done: Promise<unknown>, text: string) =>
    done.then(
      () => toast({ tone: "good", text }),
      (error: unknown) => toast({ tone: "danger", text: words(error) }),
    );
  const resetTotp = async () => {
    const isSure = await confirm({
      title: t("totp.title", { name: user.name }),
      text: t("totp.text"),
      action: t("totp.action"),
    });
    if (isSure) await told(actions.resetTotp(user.id), t("totp.done", { name: user.name }));
  };
  const items: MenuItem[] = [{ label: t("change.open"), icon: Pencil, onSelect: () => onChange(user) }];
  if (user.id !== self.id && user.status === "active") {
    items.push({ label: t("totp.open"), icon: KeyRound, onSelect: () => void resetTotp() });
  }
  if (user.status === "disabled") {
    items.push("separator", {
      label: t("enable.open"),
      icon: UserCheck,
      onSelect: () =>
        void told(actions.change(user.id, { status: "active" }), t("enable.done", { name: user.name })),
    });
  } else if (user.id !== self.id) {
    items.push("separator", {
      label: t("leave.open"),
      icon: UserX,
      danger: true,
      disabled: isLastOwner(team, user),
      onSelect: () => onLeave(user),
    });
  }
  return (
    <Menu
      trigger={<IconButton label={t("actionsOf", { name: user.name })} icon={Ellipsis} />}
      items={items}
    />
  );
}
