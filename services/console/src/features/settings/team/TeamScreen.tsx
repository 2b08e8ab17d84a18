/** The team: who works in the company and as what, and who is invited. */

import { UserPlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { type User, useUsers } from "@/shared/api/lookups";
import { useMay, useSession } from "@/shared/api/session";
import { Button } from "@/shared/ui/Button";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { SearchInput } from "@/shared/ui/TextInput";
import { SettingsPage } from "../SettingsPage";
import { InvitationList } from "./InvitationList";
import { MemberTable } from "./MemberTable";
import css from "./team.module.css";

const InviteDialog = lazy(() => import("./InviteDialog").then((m) => ({ default: m.InviteDialog })));
const LeaveDialog = lazy(() => import("./LeaveDialog").then((m) => ({ default: m.LeaveDialog })));
const MemberDialog = lazy(() => import("./MemberDialog").then((m) => ({ default: m.MemberDialog })));

type Task = { kind: "invite" } | { kind: "change" | "leave"; user: User };

export function TeamScreen() {
  const t = useTranslations("settingsTeam");
  const { user: self } = useSession();
  const mayManage = useMay("users:write");
  const users = useUsers();
  const [typed, setTyped] = useState("");
  const [task, setTask] = useState<Task>();
  const close = () => setTask(undefined);
  const { error, isFetching, refetch, data } = users.query;
  return (
    <SettingsPage
      width="wide"
      title={t("title")}
      text={t("text")}
      actions={
        mayManage && (
          <Button variant="primary" icon={UserPlus} onClick={() => setTask({ kind: "invite" })}>
            {t("invite.open")}
          </Button>
        )
      }
      toolbar={
        <div className={css.search}>
          <SearchInput label={t("search")} value={typed} onValue={setTyped} />
        </div>
      }
    >
      {error && !data ? (
        <ErrorBox error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      ) : (
        <MemberTable
          users={data}
          typed={typed}
          self={self}
          mayManage={mayManage}
          onChange={(user) => setTask({ kind: "change", user })}
          onLeave={(user) => setTask({ kind: "leave", user })}
        />
      )}
      {mayManage && <InvitationList />}
      <Suspense>
        {task?.kind === "invite" && <InviteDialog onClose={close} />}
        {task?.kind === "change" && <MemberDialog user={task.user} team={users.list} onClose={close} />}
        {task?.kind === "leave" && <LeaveDialog user={task.user} onClose={close} />}
      </Suspense>
    </SettingsPage>
  );
}
