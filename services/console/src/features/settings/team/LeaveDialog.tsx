/** Disabling a user: what they have under way, which ends with it. */

import { useQuery } from "@tanstack/react-query";
import { KeyRound, MailPlus, MessagesSquare, MonitorSmartphone } from "lucide-react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import type { User } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { useLeftovers, useTeamActions } from "./data";
import css from "./team.module.css";

const MOST_COUNTED = 100;

export function LeaveDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTranslations("settingsTeam");
  const leftovers = useLeftovers(user.id);
  const tickets = useOpenTickets(user.id);
  const actions = useTeamActions();
  const leave = useSubmit(async () => {
    await actions.leave(user.id);
    toast({ tone: "good", text: t("leave.done", { name: user.name }) });
    onClose();
  });
  const counts = leftovers.data?.counts;
  return (
    <Dialog
      open
      size="small"
      title={t("leave.title", { name: user.name })}
      text={t("leave.text")}
      onClose={onClose}
      onSubmit={() => void leave.submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="danger" busy={leave.busy} disabled={!counts}>
            {t("leave.action")}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {leave.problem && (
          <Banner tone="danger" live>
            {leave.problem}
          </Banner>
        )}
        {leftovers.error ? (
          <ErrorBox compact error={leftovers.error} onRetry={() => void leftovers.refetch()} />
        ) : counts ? (
          <ul className={css.leftovers} aria-label={t("leave.ends")}>
            {tickets.data !== undefined && (
              <li>
                <MessagesSquare aria-hidden size={18} />
                {t("leave.tickets", {
                  count: tickets.data,
                  many: tickets.data >= MOST_COUNTED ? "yes" : "no",
                })}
              </li>
            )}
            <li>
              <MonitorSmartphone aria-hidden size={18} />
              {t("leave.sessions", { count: counts.sessions })}
            </li>
            <li>
              <KeyRound aria-hidden size={18} />
              {t("leave.keys", { count: counts.apiKeys })}
            </li>
            <li>
              <MailPlus aria-hidden size={18} />
              {t("leave.invitations", { count: counts.invitations })}
            </li>
          </ul>
        ) : (
          <Skeleton kind="rows" count={4} />
        )}
      </div>
    </Dialog>
  );
}

/** How many tickets somebody holds, as far as one page shows. */
function useOpenTickets(userId: string) {
  const mayRead = useMay("tickets:read");
  return useQuery({
    queryKey: ["users", userId, "open-tickets"],
    queryFn: async () => {
      const query = { status: ["open" as const], assigneeId: userId, limit: MOST_COUNTED };
      return (await ask(api.GET("/api/v1/tickets", { params: { query } }))).items.length;
    },
    enabled: mayRead,
    gcTime: 0,
  });
}
