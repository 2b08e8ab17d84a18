/** Invitations that wait to be accepted: sending one again, taking one back. */

import { RotateCw, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import { Section } from "../Section";
import { type Invitation, useInvitations, useTeamActions } from "./data";
import css from "./team.module.css";

export function InvitationList() {
  const t = useTranslations("settingsTeam");
  const invitations = useInvitations(true);
  const rows = invitations.data?.pages.flatMap((page) => page.items);
  if (invitations.error && !rows) {
    return (
      <Section title={t("invitations.title")}>
        <ErrorBox compact error={invitations.error} onRetry={() => void invitations.refetch()} />
      </Section>
    );
  }
  if (!rows || rows.length === 0) return null;
  return (
    <Section title={t("invitations.title")} text={t("invitations.text")}>
      <ul className={css.invitations}>
        {rows.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} />
        ))}
      </ul>
      {invitations.hasNextPage && (
        <div>
          <Button busy={invitations.isFetchingNextPage} onClick={() => void invitations.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Row({ invitation }: { invitation: Invitation }) {
  const t = useTranslations("settingsTeam");
  const words = useProblemWords();
  const actions = useTeamActions();
  const { id, email, role, expired, expiresAt } = invitation;
  const told = (done: Promise<unknown>, text: string) =>
    done.then(
      () => toast({ tone: "good", text }),
      (error: unknown) => toast({ tone: "danger", text: words(error) }),
    );
  const revoke = async () => {
    const isSure = await confirm({
      title: t("invitations.revokeTitle", { email }),
      text: t("invitations.revokeText"),
      action: t("invitations.revoke"),
      danger: true,
    });
    if (isSure) await told(actions.revokeInvitation(id), t("invitations.revoked"));
  };
  return (
    <li className={css.invitation}>
      <div className={css.personWords}>
        <span className={css.personName} dir="ltr">
          {email}
        </span>
        <span className={css.personEmail}>
          {t(`role.${role}`)}
          {" · "}
          {expired ? (
            <Badge tone="warning">{t("invitations.expired")}</Badge>
          ) : (
            t.rich("invitations.until", { time: () => <Time at={expiresAt} kind="date" /> })
          )}
        </span>
      </div>
      <div className={css.buttons}>
        <Button
          size="small"
          icon={RotateCw}
          onClick={() => void told(actions.invite(email, role), t("invite.done", { email }))}
        >
          {t("invitations.again")}
        </Button>
        <Button size="small" variant="ghost" icon={X} onClick={() => void revoke()}>
          {t("invitations.revoke")}
        </Button>
      </div>
    </li>
  );
}
